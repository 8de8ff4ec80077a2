"""Furigana: readings appear above kanji and nowhere else."""

from django.template import Context, Template

from hanpo.portal.templatetags.easy import ruby, ruby_in_html, unruby

RUBY = "<ruby>同意<rp>（</rp><rt>どうい</rt><rp>）</rp></ruby>"


def test_a_reading_becomes_furigana_over_the_kanji_before_it():
    assert ruby("これは同意《どうい》です") == f"これは{RUBY}です"


def test_what_a_person_typed_stays_escaped():
    assert ruby("<b>同意《どうい》</b>") == f"&lt;b&gt;{RUBY}&lt;/b&gt;"
    assert "<script>" not in ruby("同意《<script>》")


def test_brackets_that_are_no_reading_stay_as_they_are():
    assert ruby("《作品》と人名《abc》") == "《作品》と人名《abc》"


def test_attributes_titles_and_options_keep_the_kanji_and_lose_the_reading():
    html = '<title>同意《どうい》</title><p title="同意《どうい》">同意《どうい》</p><option>同意《どうい》</option>'
    assert ruby_in_html(html) == f'<title>同意</title><p title="同意"><span>{RUBY}</span></p><option>同意</option>'


def test_a_text_with_furigana_stays_one_piece_beside_an_icon():
    html = "<summary><svg></svg>この同意《どうい》の使《つか》い方</summary>"
    assert ruby_in_html(html).count("<span>") == 1
    assert ruby_in_html(html).endswith("い方</span></summary>")


def test_a_digit_can_carry_a_reading():
    assert ruby("1日《ついたち》").count("<rt>ついたち</rt>") == 1


def test_plain_places_lose_the_reading():
    assert unruby("同意《どうい》") == "同意"


def test_the_block_works_on_a_whole_piece_of_a_page():
    page = Template('{% load easy %}{% easy %}<p title="{{ t }}">{{ t }}</p>{% endeasy %}')
    assert page.render(Context({"t": "同意《どうい》<"})) == f'<p title="同意&lt;"><span>{RUBY}&lt;</span></p>'
