"""Names of residents: every character kept as it was given, and keys under which variants are found.

Kanji of a name are never normalised: NFC and NFKC would replace compatibility ideographs, and a variation selector
(IVS) is part of the name. Folding happens only in `name_search_key`, which is never shown.

Sources: 住民基本台帳法施行令30条の13 (旧氏) and 30条の16 (通称); JIS X 0213 and the 文字情報基盤 for variant shapes. The table of
variants is our own and small: it holds pairs that clerks meet, and folds for finding only.
"""

import re
import unicodedata
from dataclasses import dataclass

from .kana import compose_kana, fold_width, to_hiragana

_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_ATTACHED = re.compile(f"[{_SELECTORS}\u3099\u309a\u200d]")
_GLYPH = re.compile(f".[{_SELECTORS}\u3099\u309a\u200d]*", re.DOTALL)

_VARIANTS = (
    "高髙 崎﨑嵜碕 吉𠮷 浜濱濵 辺邊邉 斉斎齋齊 沢澤 広廣 国國圀 桜櫻 真眞 徳德 恵惠 栄榮 寿壽 竜龍 滝瀧 "
    "島嶋嶌 桑桒 槙槇 昇曻 鉄鐵 条條 円圓 与與 万萬 豊豐 礼禮 会會 仏佛 済濟 静靜 浄淨 灯燈 顕顯 実實 "
    "宝寶寳 学學 芸藝 蔵藏 譲讓 弁辯 村邨 涼凉 富冨 峰峯 館舘 土圡 柳栁 橋𣘺 黒黑 青靑 清淸 緑綠 瀬瀨 "
    "頼賴 増增 寛寬 横橫 歩步 巻卷 塩鹽 亀龜 穂穗 戸戶 内內 産產 郎郞 来來 売賣 読讀 児兒 剣劍劔 労勞 "
    "勲勳 厳嚴 圧壓 壮壯 奥奧 宮宫 将將 尭堯 峡峽 巌巖 帯帶 庁廳 弥彌 応應 恒恆 悦悅 戯戲 抜拔 挙擧 暁曉 "
    "検檢 楼樓 楽樂 様樣 気氣 渋澁 温溫 湾灣 焼燒 状狀 猟獵 画畫 畳疊 県縣 磯礒 禰祢 稲稻 竈竃 糸絲 経經 "
    "縁緣 聡聰 園薗 薫薰 虫蟲 衛衞 覚覺 観觀 誉譽 諌諫 遥遙 酔醉 鉱鑛 錬鍊 関關 陥陷 隠隱 雑雜 霊靈 餅餠 "
    "駆驅 駅驛 鶏鷄 鴎鷗 麦麥 黄黃 角⻆ 曽曾 桧檜"
)
_FOLD = str.maketrans(
    {variant: family[0] for family in _VARIANTS.split() for variant in family[1:] if variant != family[0]}
)


def split_glyphs(text: str) -> list[str]:
    """The text as a reader counts it: each character with its variation selector or voicing mark."""
    return _GLYPH.findall(text)


def count_glyphs(text: str) -> int:
    """How many characters a reader sees: 葛 with a selector is one, 𠮷 is one."""
    return len(split_glyphs(text))


def tidy_name(text: str) -> str:
    """A name fit for storing: outer spaces off, inner ones one full-width space, half-width kana full-width.

    Kanji, selectors and everything else stay exactly as they were given; doing it twice changes nothing more.
    """
    composed = compose_kana(re.sub("[\uff61-\uff9f]+", lambda run: fold_width(run.group()), text))
    return "\u3000".join(composed.split())


def name_search_key(text: str) -> str:
    """A key under which variants of one name meet: 髙 and 高, 𠮷 and 吉, 渡邉 and 渡辺, spaces and IVS left out."""
    bare = _ATTACHED.sub("", compose_kana(text)).translate(_FOLD)
    folded = unicodedata.normalize("NFKC", bare).translate(_FOLD)
    return re.sub(r"\s+", "", to_hiragana(folded)).casefold()


def characters_outside(text: str, encoding: str = "cp932") -> list[str]:
    """The glyphs that a file in this encoding cannot hold, in order, each once (cp932 has 髙 and 﨑, not 𠮷)."""
    return list(dict.fromkeys(glyph for glyph in split_glyphs(text) if not _can_encode(glyph, encoding)))


def _can_encode(glyph: str, encoding: str) -> bool:
    try:
        glyph.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class ResidentName:
    """The names under which one resident is registered.

    `former_family` is the 旧氏 that the resident asked to have recorded, `common_name` the 通称 of a foreign resident,
    `roman` the name in Latin letters as on the residence card. Empty text means "none".
    """

    family: str
    given: str
    family_kana: str = ""
    given_kana: str = ""
    former_family: str = ""
    former_family_kana: str = ""
    common_name: str = ""
    common_name_kana: str = ""
    roman: str = ""

    @property
    def full(self) -> str:
        """The registered name: 氏 and 名 with a full-width space; the name in Latin letters where there is no other."""
        return "\u3000".join(part for part in (self.family, self.given) if part) or self.roman

    @property
    def full_kana(self) -> str:
        """The reading of the registered name."""
        return "\u3000".join(part for part in (self.family_kana, self.given_kana) if part)

    @property
    def with_former_family(self) -> str:
        """The name as cards print it: 山田［佐藤］花子. Without a 旧氏 the registered name."""
        if not self.former_family:
            return self.full
        return f"{self.family}［{self.former_family}］{self.given}"

    @property
    def called(self) -> str:
        """The name to call out and to write on an envelope: the 通称 where one is registered."""
        return self.common_name or self.full

    @property
    def search_keys(self) -> frozenset[str]:
        """Every key under which this resident is found: registered, former and common name, readings, Latin letters."""
        former = self.former_family and self.former_family + self.given
        former_kana = self.former_family_kana and self.former_family_kana + self.given_kana
        names = (
            self.full,
            self.full_kana,
            former,
            former_kana,
            self.common_name,
            self.common_name_kana,
            self.roman,
        )
        return frozenset(name_search_key(name) for name in names if name)
