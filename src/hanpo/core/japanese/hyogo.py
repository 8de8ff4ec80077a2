"""兵庫県 and its 41 municipalities (29 cities, 12 towns): codes, names, readings, town halls.

Codes: 全国地方公共団体コード (総務省). Latitude and longitude are those of the town hall, rounded to three decimals (about 100 m):
good for a marker on a map, not for surveying.
"""

from dataclasses import dataclass
from typing import Literal

MunicipalityKind = Literal["prefecture", "city", "town"]


@dataclass(frozen=True, slots=True)
class Municipality:
    """A prefecture, city or town: code with check digit, names, 郡 (towns only), and where its hall stands (degrees)."""

    code: str
    name: str
    kana: str
    english: str
    kind: MunicipalityKind
    county: str
    latitude: float
    longitude: float

    @property
    def code5(self) -> str:
        """The code without its check digit, as maps and statistics use it."""
        return self.code[:5]


_CITIES = """
281000 神戸市 コウベシ Kobe 34.690 135.196
282014 姫路市 ヒメジシ Himeji 34.815 134.685
282022 尼崎市 アマガサキシ Amagasaki 34.733 135.406
282031 明石市 アカシシ Akashi 34.643 134.997
282049 西宮市 ニシノミヤシ Nishinomiya 34.738 135.342
282057 洲本市 スモトシ Sumoto 34.343 134.895
282065 芦屋市 アシヤシ Ashiya 34.727 135.304
282073 伊丹市 イタミシ Itami 34.784 135.401
282081 相生市 アイオイシ Aioi 34.804 134.468
282090 豊岡市 トヨオカシ Toyooka 35.544 134.820
282103 加古川市 カコガワシ Kakogawa 34.757 134.841
282120 赤穂市 アコウシ Ako 34.755 134.390
282138 西脇市 ニシワキシ Nishiwaki 34.983 134.980
282146 宝塚市 タカラヅカシ Takarazuka 34.800 135.360
282154 三木市 ミキシ Miki 34.797 134.990
282162 高砂市 タカサゴシ Takasago 34.766 134.791
282171 川西市 カワニシシ Kawanishi 34.830 135.417
282189 小野市 オノシ Ono 34.858 134.940
282197 三田市 サンダシ Sanda 34.889 135.225
282201 加西市 カサイシ Kasai 34.928 134.842
282219 丹波篠山市 タンバササヤマシ Tamba-Sasayama 35.076 135.219
282227 養父市 ヤブシ Yabu 35.405 134.768
282235 丹波市 タンバシ Tamba 35.177 135.036
282243 南あわじ市 ミナミアワジシ Minamiawaji 34.294 134.780
282251 朝来市 アサゴシ Asago 35.340 134.853
282260 淡路市 アワジシ Awaji 34.440 134.915
282278 宍粟市 シソウシ Shiso 35.004 134.549
282286 加東市 カトウシ Kato 34.918 134.974
282294 たつの市 タツノシ Tatsuno 34.858 134.546
"""
_TOWNS = """
283011 猪名川町 イナガワチョウ Inagawa 34.895 135.376 川辺郡
283657 多可町 タカチョウ Taka 35.050 134.923 多可郡
283819 稲美町 イナミチョウ Inami 34.749 134.914 加古郡
283827 播磨町 ハリマチョウ Harima 34.715 134.868 加古郡
284424 市川町 イチカワチョウ Ichikawa 34.989 134.763 神崎郡
284432 福崎町 フクサキチョウ Fukusaki 34.950 134.760 神崎郡
284467 神河町 カミカワチョウ Kamikawa 35.064 134.739 神崎郡
284645 太子町 タイシチョウ Taishi 34.833 134.572 揖保郡
284815 上郡町 カミゴオリチョウ Kamigori 34.874 134.356 赤穂郡
285013 佐用町 サヨウチョウ Sayo 35.004 134.356 佐用郡
285854 香美町 カミチョウ Kami 35.632 134.629 美方郡
285862 新温泉町 シンオンセンチョウ Shin'onsen 35.623 134.449 美方郡
"""


def _read(table: str, kind: MunicipalityKind, english_suffix: str) -> tuple[Municipality, ...]:
    municipalities = []
    for line in table.split("\n")[1:-1]:
        code, name, kana, english, latitude, longitude, *county = line.split()
        municipalities.append(
            Municipality(
                code,
                name,
                kana,
                f"{english} {english_suffix}",
                kind,
                "".join(county),
                float(latitude),
                float(longitude),
            )
        )
    return tuple(municipalities)


HYOGO_PREFECTURE = Municipality(
    "280003", "兵庫県", "ヒョウゴケン", "Hyogo Prefecture", "prefecture", "", 34.691, 135.183
)
"""The prefecture itself."""

HYOGO_MUNICIPALITIES = _read(_CITIES, "city", "City") + _read(_TOWNS, "town", "Town")
"""The 41 municipalities in the order of their codes."""
