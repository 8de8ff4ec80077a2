"""Flows as files: BPMN 2.0 XML in and out, tables of flows and of what logs say."""
