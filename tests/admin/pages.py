"""Filling in the workspace's forms as a browser does."""

from html.parser import HTMLParser


class FormReader(HTMLParser):
    """Collects what the page's form would send if it were sent unchanged."""

    def __init__(self):
        super().__init__()
        self.fields = {}
        self.select = self.area = ""

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name = given.get("name", "")
        if tag == "input" and name and given.get("type") not in {"submit", "button", "checkbox", "radio"}:
            self.fields[name] = given.get("value", "")
        elif tag == "input" and name and "checked" in given:
            self.fields[name] = given.get("value", "on")
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.fields.setdefault(self.select, []).append(given["value"])
        elif tag == "textarea":
            self.area = name
            self.fields[name] = ""

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.area = ""

    def handle_data(self, text):
        if self.area:
            self.fields[self.area] += text


def filled(client, address):
    """Return what the form of a page holds, so that a test changes what it is about and sends the rest."""
    reader = FormReader()
    reader.feed(client.get(address).content.decode())
    return {name: value for name, value in reader.fields.items() if "__prefix__" not in name}


def send(client, address, **changes):
    """Send a page's form with changes; a change to None leaves the field out."""
    fields = {**filled(client, address), **changes}
    return client.post(address, {name: value for name, value in fields.items() if value is not None})


def errors(response):
    """Return every complaint of a page that was not saved, as one text; "" for one that was."""
    if response.status_code == 302:
        return ""
    assert response.status_code == 200
    forms = [response.context["adminform"].form]
    texts = [str(forms[0].errors)]
    for inline in response.context["inline_admin_formsets"]:
        texts += [str(inline.formset.errors), str(inline.formset.non_form_errors())]
    return " ".join(text for text in texts if text not in {"", "[]"} and set(text) - set("[{}, ]"))


def messages_of(client, response):
    """Return the messages of a response or of the page that it leads to, one a line."""
    page = client.get(response.url) if response.status_code == 302 else response
    return "\n".join(str(message) for message in page.context["messages"])
