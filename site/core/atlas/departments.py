"""The Regions of before 2016 and their départements.

Region codes and composition: INSEE, Code officiel géographique 2015. Départements by the HASC code that the
source of the map gives them, overseas ones as it writes them.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Region:
    """A Region of before 2016 and the identifiers of its départements in the source."""

    name: str
    departments: tuple[str, ...]


def _region(name: str, departments: str) -> Region:
    return Region(name, tuple(f"FR.{department}" for department in departments.split()))


#: By INSEE code.
REGIONS = {
    "11": _region("Île-de-France", "VP SE YV ES HD SS VM VO"),
    "21": _region("Champagne-Ardenne", "AN AB MR HM"),
    "22": _region("Picardie", "AS OI SO"),
    "23": _region("Haute-Normandie", "EU SM"),
    "24": _region("Centre", "CH EL IN IL LC LT"),
    "25": _region("Basse-Normandie", "CV MH OR"),
    "26": _region("Bourgogne", "CO NI SL YO"),
    "31": _region("Nord-Pas-de-Calais", "NO PC"),
    "41": _region("Lorraine", "MM MS MO VG"),
    "42": _region("Alsace", "BR HR"),
    "43": _region("Franche-Comté", "DB JU HN TB"),
    "52": _region("Pays de la Loire", "LA ML MY ST VD"),
    "53": _region("Bretagne", "CA FI IV MB"),
    "54": _region("Poitou-Charentes", "CT CM DS VN"),
    "72": _region("Aquitaine", "DD GI LD LG PA"),
    "73": _region("Midi-Pyrénées", "AG AV HG GE LO HP TA TG"),
    "74": _region("Limousin", "CZ CR HV"),
    "82": _region("Rhône-Alpes", "AI AH DM IS LR RH SV HS"),
    "83": _region("Auvergne", "AL CL HL PD"),
    "91": _region("Languedoc-Roussillon", "AD GA HE LZ PO"),
    "93": _region("Provence-Alpes-Côte d’Azur", "AP HA AM BD VR VC"),
    "94": _region("Corse", "CS HC"),
    "01": Region("Guadeloupe", ("GP.",)),
    "02": Region("Martinique", ("MQ.",)),
    "03": Region("Guyane", ("GF.",)),
    "04": Region("La Réunion", ("RE.",)),
    "06": Region("Mayotte", ("YT.",)),
}
