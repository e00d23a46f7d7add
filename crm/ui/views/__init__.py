from crm.ui.views.access import RecordAccess, RecordShare, RecordUnshare
from crm.ui.views.action import RecordAction
from crm.ui.views.base import MemberView, RecordView
from crm.ui.views.bulk import RecordBulk
from crm.ui.views.delete import RecordDelete, RecordRestore
from crm.ui.views.detail import RecordDetail, RecordTimeline
from crm.ui.views.edit import RecordCreate, RecordEdit
from crm.ui.views.inline import InlineEdit
from crm.ui.views.list import RecordList

__all__ = [
    "InlineEdit",
    "MemberView",
    "RecordAccess",
    "RecordAction",
    "RecordBulk",
    "RecordCreate",
    "RecordDelete",
    "RecordDetail",
    "RecordEdit",
    "RecordList",
    "RecordRestore",
    "RecordShare",
    "RecordTimeline",
    "RecordUnshare",
    "RecordView",
]
