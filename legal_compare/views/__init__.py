"""Turns findings into what people look at: figures, tables and the law's words, marked.

No Streamlit here: the same views serve the dashboard, the command line and notebooks.
"""

from legal_compare.labels import label
from legal_compare.views.cells import profile, verdict_grid
from legal_compare.views.charts import criteria_chart, distance_heatmap, index_chart, save_chart, theme_chart, verdict_heatmap
from legal_compare.views.citations import provision_citation, view_citation
from legal_compare.views.excerpts import card, highlight
from legal_compare.views.explanations import explanation
from legal_compare.views.groups import cluster_chart, interval_chart, map_chart, pair_interval_chart, tree_order
from legal_compare.views.harmonised import dispersion_chart, gap_chart, group_chart, sensitivity_chart, wording_chart
from legal_compare.views.pages import codebook_page, comparison, coverage_grid, evidence_page, legend
from legal_compare.views.provisions import section_card, tag_legend
from legal_compare.views.shared import shared_wording
from legal_compare.views.tables import codebook_table, coverage_table, gaps_table, harmonised_criteria, law_table, side_by_side
from legal_compare.views.verdicts import SIGNS, Sign, names, safe_url, shown, sign_of, status_words

__all__ = [
    "SIGNS",
    "Sign",
    "card",
    "cluster_chart",
    "codebook_page",
    "codebook_table",
    "comparison",
    "coverage_grid",
    "coverage_table",
    "criteria_chart",
    "dispersion_chart",
    "distance_heatmap",
    "evidence_page",
    "explanation",
    "gap_chart",
    "gaps_table",
    "group_chart",
    "harmonised_criteria",
    "highlight",
    "index_chart",
    "interval_chart",
    "label",
    "law_table",
    "legend",
    "map_chart",
    "names",
    "pair_interval_chart",
    "profile",
    "provision_citation",
    "safe_url",
    "save_chart",
    "section_card",
    "sensitivity_chart",
    "shared_wording",
    "shown",
    "side_by_side",
    "sign_of",
    "status_words",
    "tag_legend",
    "theme_chart",
    "tree_order",
    "verdict_grid",
    "verdict_heatmap",
    "view_citation",
    "wording_chart",
]
