from django.urls import path

from crm.ui.routes import record_urls
from sales.deals.views.board import DealBoard, DealColumn
from sales.deals.views.records import DealCreate, DealDetail, DealList
from sales.deals.views.stage import DealReopening, DealStage
from sales.playbooks.views import page, stages, steps

DEALS = record_urls("deal", "deals", create=DealCreate, detail=DealDetail)
PIPELINE, STAGE, REASON = "settings/pipelines/", "settings/stages/<int:pk>/", "settings/loss-reasons/"

app_name = "sales"
urlpatterns = [
    path("deals/", DealBoard.as_view(), name="deal_board"),
    path("deals/table/", DealList.as_view(key="deal"), name="deal_list"),
    path("deals/columns/<int:stage>/", DealColumn.as_view(), name="deal_column"),
    path("deals/<int:pk>/stage/", DealStage.as_view(), name="deal_stage"),
    path("deals/<int:pk>/reopening/", DealReopening.as_view(), name="deal_reopening"),
    *(pattern for pattern in DEALS if pattern.name != "deal_list"),  # their plain address is the board's
    path(PIPELINE, page.PipelineList.as_view(), name="pipeline_list"),
    path(f"{PIPELINE}new/", stages.PipelineCreate.as_view(), name="pipeline_create"),
    path(f"{PIPELINE}<int:pk>/", page.PipelineSettings.as_view(), name="pipeline_settings"),
    path(f"{PIPELINE}<int:pk>/name/", stages.PipelineRename.as_view(), name="pipeline_rename"),
    path(f"{PIPELINE}<int:pk>/order/", page.StageOrder.as_view(), name="stage_order"),
    path(f"{PIPELINE}<int:pk>/stages/new/", stages.StageCreate.as_view(), name="stage_create"),
    path(STAGE, page.StageDetails.as_view(), name="stage"),
    path(f"{STAGE}edit/", stages.StageEdit.as_view(), name="stage_edit"),
    path(f"{STAGE}retirement/", stages.StageRetirement.as_view(), name="stage_retirement"),
    path(f"{STAGE}restoration/", stages.StageRestoration.as_view(), name="stage_restoration"),
    path(f"{STAGE}steps/new/<slug:kind>/", steps.StepCreate.as_view(), name="step_create"),
    path(f"{STAGE}steps/<int:step>/", steps.StepEdit.as_view(), name="step_edit"),
    path(f"{STAGE}steps/<int:step>/removal/", steps.StepRemoval.as_view(), name="step_removal"),
    path(f"{REASON}new/", stages.ReasonForm.as_view(), name="loss_reason_create"),
    path(f"{REASON}<int:pk>/", stages.ReasonForm.as_view(), name="loss_reason"),
    path(f"{REASON}<int:pk>/retirement/", stages.ReasonRetirement.as_view(), name="loss_reason_retirement"),
]
