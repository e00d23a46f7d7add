from sales.deals.models import Deal, DealNumber, DealScan, DealShare, StageEntry
from sales.pipelines.models import LossReason, Pipeline, Stage

__all__ = ["Deal", "DealNumber", "DealScan", "DealShare", "LossReason", "Pipeline", "Stage", "StageEntry"]
