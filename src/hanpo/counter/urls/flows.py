"""Addresses: business flows and what the event log says of them."""

from django.urls import URLPattern, path

from hanpo.counter.views.flows import charts, files, logs, marks

urlpatterns: list[URLPattern] = [
    path("", charts.flow_list, name="flows"),
    path("add/", charts.flow_add, name="flow_add"),
    path("<int:pk>/", charts.flow, name="flow"),
    path("<int:pk>/edit/", charts.flow_edit, name="flow_edit"),
    path("<int:pk>/derive/", charts.flow_derive, name="flow_derive"),
    path("<int:pk>/compare/", charts.flow_compare, name="flow_compare"),
    path("<int:pk>/lanes/add/", charts.flow_lane_add, name="flow_lane_add"),
    path("<int:pk>/nodes/add/", charts.flow_node_add, name="flow_node_add"),
    path("<int:pk>/edges/add/", charts.flow_edge_add, name="flow_edge_add"),
    path("<int:pk>/lanes/<str:key>/", charts.flow_part, {"part": "lane"}, name="flow_lane"),
    path("<int:pk>/nodes/<str:key>/", charts.flow_part, {"part": "node"}, name="flow_node"),
    path("<int:pk>/edges/<str:key>/", charts.flow_part, {"part": "edge"}, name="flow_edge"),
    path("<int:pk>/lanes/<str:key>/remove/", charts.flow_part_remove, {"part": "lane"}, name="flow_lane_remove"),
    path("<int:pk>/nodes/<str:key>/remove/", charts.flow_part_remove, {"part": "node"}, name="flow_node_remove"),
    path("<int:pk>/edges/<str:key>/remove/", charts.flow_part_remove, {"part": "edge"}, name="flow_edge_remove"),
    path("<int:pk>/nodes/<str:key>/move/", charts.flow_move, name="flow_node_move"),
    path("<int:pk>/arrange/", charts.flow_arrange, name="flow_arrange"),
    path("<int:pk>/undo/", charts.flow_undo, name="flow_undo"),
    path("<int:pk>/mark/", marks.flow_mark, name="flow_mark"),
    path("marks/<int:pk>/settle/", marks.flow_mark_settle, name="flow_mark_settle"),
    path("<int:pk>/vote/", marks.flow_vote, name="flow_vote"),
    path("excel/", files.flows_excel, name="flows_excel"),
    path("import/", files.flow_import, name="flow_import"),
    path("<int:pk>/import/", files.flow_import_into, name="flow_import_into"),
    path("<int:pk>/bpmn/", files.flow_bpmn, name="flow_bpmn"),
    path("logs/", logs.log_list, name="flow_logs"),
    path("logs/bring/", logs.log_bring, name="flow_log_bring"),
    path("logs/own/", logs.log_own, name="flow_log_own"),
    path("logs/<int:pk>/", logs.log, name="flow_log"),
    path("logs/<int:pk>/columns/", logs.log_columns, name="flow_log_columns"),
    path("logs/<int:pk>/excel/", logs.log_excel, name="flow_log_excel"),
    path("logs/<int:pk>/chart/", logs.log_chart, name="flow_log_chart"),
    path("logs/<int:pk>/ask/", logs.log_ask, name="flow_log_ask"),
]
