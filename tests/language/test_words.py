"""That words of the wrong language are found at all: the tests of pages rest on it."""

from tests.language.words import Page, english_words, thai_words

THAI_PAGE = """
<html lang="th"><head><title>Zones</title><meta name="description" content="About us"></head>
<body><a href="/en/" lang="en">English words in English</a> <p title="Note">โซน <b>Forest</b></p>
<img src="x.svg" alt="Map"><input type="submit" value="Send"><input name="name" value="Somebody">
<textarea>Typed</textarea><script>let it = "be"</script>
<optgroup label="Days"></optgroup><button aria-label="Close">ปิด</button>
<p>Good Society Expo 2562: jaidee@example.org https://example.org/about K7QW2MHX #1f6f8b zone-7 a_name</p></body></html>
"""


def test_every_english_word_of_a_thai_page_is_found():
    page = Page(THAI_PAGE)
    assert page.language == "th"
    found = sorted(word for words in english_words(page.said).values() for word in words)
    assert found == ["About", "Close", "Days", "Forest", "Map", "Note", "Send", "Zones", "us"]


def test_thai_is_found_in_an_english_page():
    page = Page('<html lang="en"><a lang="th">ไทย</a><p>Zone โซนป่า<br>น.</p><i title="๑๐">10</i></html>')
    assert thai_words(page.said) == {"Zone โซนป่า": ["โซนป่า"], "น.": ["น"], "๑๐": ["๑๐"]}


def test_names_may_be_left_out():
    assert english_words(["แอป Line"]) == {"แอป Line": ["Line"]}
    assert english_words(["แอป Line"], {"Line"}) == {}
    assert thai_words(["Hello ใจดี"], {"ใจดี"}) == {}
