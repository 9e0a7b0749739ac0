"""Figures, reports and workbooks, by the commands."""

from itertools import product

from taken import CLERK, CODE, COMMUNITY_CLERK, SECRETARY, YEAR, Archive, kinds

YEARS = (YEAR - 1, YEAR, YEAR + 1)
LAYOUTS = ("four", "three", "")  # the last is what was signed, where something was
COPIES = ("clean", "review", "spoken")


def take_figures(archive: Archive, when: str = "") -> None:
    """Keep all figures of every year as JSON; `when` is said in the name."""
    for year in YEARS:
        archive.add_command(
            f"figures/{year}{when}", "figures", "--subdistrict", CODE, "--year", str(year), "--json"
        )


def take_documents(archive: Archive) -> None:
    for year, layout, copy in product(YEARS, LAYOUTS, COPIES):
        chosen = ["--layout", layout] if layout else []
        annex = (
            ["--annex", "{annex.xlsx}"] if copy == COPIES[0] else []
        )  # the same whatever copy it goes with
        scope = ["--subdistrict", CODE, "--year", str(year), "--kind", copy]
        asked = ("report", *scope, *chosen, "--output", "{report.docx}", *annex)
        archive.add_command(
            f"documents/{year} {layout or 'as it stands'} {copy}",
            *asked,
            outputs=("report.docx", "annex.xlsx"),
        )


def take_workbooks(archive: Archive) -> None:
    take_exports(archive, (CLERK, COMMUNITY_CLERK, SECRETARY))
    for user, kind in product((CLERK, COMMUNITY_CLERK), kinds()):
        asked = ("template_workbook", kind, "--user", user, "--output", "{template.xlsx}")
        archive.add_command(f"templates/{user} {kind}", *asked, outputs=("template.xlsx",))


def take_exports(archive: Archive, users: tuple[str, ...], when: str = "") -> None:
    for user, kind in product(users, kinds()):
        asked = ("export_workbook", kind, "--user", user, "--output", "{export.xlsx}")
        archive.add_command(f"exports/{user} {kind}{when}", *asked, outputs=("export.xlsx",))
