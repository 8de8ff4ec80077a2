"""Files of forms: workbooks that go out and come back, XLSForm, PDF, tables of answers."""
