"""The addresses of the council's part for joint systems."""

from django.urls import path

from hanpo.council.views import sharing, systems

urlpatterns = [
    path("", systems.system_list, name="systems"),
    path("excel/", systems.systems_excel, name="systems_excel"),
    path("add/", systems.system_add, name="system_add"),
    path("<int:pk>/", systems.system, name="system"),
    path("<int:pk>/edit/", systems.system_edit, name="system_edit"),
    path("<int:pk>/members/add/", systems.member_add, name="system_member_add"),
    path("<int:pk>/costs/add/", systems.cost_add, name="system_cost_add"),
    path("<int:pk>/functions/add/", systems.function_add, name="system_function_add"),
    path("<int:pk>/differences/excel/", systems.differences_excel, name="differences_excel"),
    path("<int:pk>/sharing/", sharing.sharing, name="sharing"),
    path("<int:pk>/sharing/excel/", sharing.sharing_excel, name="sharing_excel"),
    path("<int:pk>/sharing/decide/", sharing.sharing_decide, name="sharing_decide"),
    path("members/<int:pk>/edit/", systems.member_edit, name="system_member_edit"),
    path("members/<int:pk>/differences/", systems.own_differences, name="own_differences"),
    path("members/<int:pk>/differences/<int:function>/", systems.difference_edit, name="difference_edit"),
    path("costs/<int:pk>/edit/", systems.cost_edit, name="system_cost_edit"),
    path("functions/<int:pk>/edit/", systems.function_edit, name="system_function_edit"),
]
