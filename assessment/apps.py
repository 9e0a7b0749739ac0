from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "assessment"
    verbose_name = "考核"

    def ready(self) -> None:
        """Tell the records below which figures they may name."""
        from duties.figures import offer
        from indicators.catalogue import CATALOGUE

        open_figures = [
            (key, indicator.label)
            for key, indicator in CATALOGUE.items()
            if indicator.comparable and not indicator.is_confidential
        ]
        offer(open_figures)
