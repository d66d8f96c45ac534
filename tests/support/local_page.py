"""The page of connect-local in a real browser."""

import json
import re
import unittest

import browser
from local_client import Client, Server
from local_control import FIXTURE, plain

HOSTILE = "<img src=x onerror='document.title=1'>"

# The contrast of text on its background as WCAG 2 defines it, of every element that the selector finds.
CONTRAST = """
(selector => {
    const parse = text => text.match(/[0-9.]+/g).map(Number);
    const luminance = rgb => {
        const [r, g, b] = rgb.slice(0, 3).map(c => c / 255).map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const background = node => {
        const color = parse(getComputedStyle(node).backgroundColor);
        return color.length === 4 && color[3] === 0 && node.parentElement ? background(node.parentElement) : color;
    };
    return [...document.querySelectorAll(selector)].filter(node => node.checkVisibility() && node.innerText).map(node => {
        const pair = [luminance(parse(getComputedStyle(node).color)), luminance(background(node))].sort((a, b) => b - a);
        return { text: node.innerText.slice(0, 40), contrast: (pair[0] + 0.05) / (pair[1] + 0.05) };
    });
})("h1, h2, h3, .chip, .end, dt, dd, .name, .number, .empty, #live, button")
"""


class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.browser = browser.Browser(browser.find()).__enter__()
        cls.addClassCleanup(cls.browser.__exit__)

    def start(self, *flags):
        self.server = Server("--rate", "0.5", "--burst", "5", *flags).__enter__()
        self.addCleanup(self.server.stop)
        self.client = Client(self.server)
        self.addCleanup(self.client.close)
        self.browser.size(1280, 900)
        self.browser.scheme("light")
        self.browser.open("http://127.0.0.1:%d/_/" % self.server.port)
        self.browser.wait_for("document.getElementById('live').className === 'on'")

    def send(self, invocation, attempt, method, target, body=None):
        return self.client.raw(method, target, body, [
            ("amz-sdk-invocation-id", invocation), ("amz-sdk-request", "attempt=%d; max=3" % attempt)])

    def throttle(self):
        """Requests of one listing until one is throttled: the last is an invocation with a second attempt."""
        for number in range(20):
            if self.send("number-%d" % number, 1, "GET", "/instance").status == 429:
                break
        self.send("number-%d" % number, 2, "GET", "/instance")

    def test_an_instance_created_meanwhile_appears(self):
        self.start("--creation-delay-ms", "1500")
        self.browser.wait_for("document.getElementById('instances').innerText.includes('None yet')")
        self.client.create("meanwhile", Tags={"team": "blue"})
        self.browser.wait_for("document.querySelector('.instance .name')?.innerText === 'meanwhile'")
        self.assertIn("team=blue", self.browser.evaluate("document.querySelector('.instance').innerText"))
        # Without another request, the page notices by itself that the creation ends.
        self.browser.wait_for("document.querySelector('.instance .chip.good')?.innerText === 'ACTIVE'")

    def test_a_throttled_request_has_its_own_colour(self):
        self.start()
        self.throttle()
        self.client.describe("none")
        self.client.call("PUT", "/instance", {})
        plain(self.server, "PUT", "/_faults", '{"Faults": ["ListBots=500"]}')
        self.client.call("GET", "/instance/none/bots", lexVersion="V1")
        self.browser.wait_for("document.querySelector('#requests .chip.failed')")
        text = self.browser.evaluate("document.querySelector('#requests .chip.throttled').innerText")
        self.assertEqual(text, "429")
        colours = [self.browser.evaluate("getComputedStyle(document.querySelector('#requests .chip.%s')).backgroundColor"
                                         % name) for name in ("good", "throttled", "refused", "failed")]
        self.assertEqual(len(set(colours)), 4, colours)

    def test_attempts_of_an_invocation_are_one_group(self):
        self.start()
        self.throttle()
        chips = self.browser.wait_for(
            "(group => group && [...group.querySelectorAll('summary .chip')].map(chip => chip.innerText))"
            "([...document.querySelectorAll('.request')].find(one => one.innerText.includes('2 attempts')))")
        self.assertEqual(len(chips), 2)
        self.assertEqual(chips[0], "429")
        names = self.browser.evaluate("[...document.querySelectorAll('.request .name')].map(node => node.innerText)")
        self.assertEqual(set(names), {"ListInstances"})

    def test_quotas_drain_and_fill(self):
        self.start()
        level = "Number(document.querySelector('.quota .bar')?.getAttribute('aria-valuenow'))"
        for _ in range(5):
            self.client.call("GET", "/instance")
        self.browser.wait_for("document.querySelector('.quota') && %s < 4" % level)
        self.browser.wait_for("%s === 5" % level)

    def test_keyboard(self):
        self.start()
        self.client.create("one")
        self.client.call("GET", "/instance")
        self.browser.wait_for("document.querySelectorAll('.request').length === 2")
        self.browser.press("/", "/")
        self.assertEqual(self.browser.evaluate("document.activeElement.id"), "filter")
        self.browser.command("Input.insertText", text="createinst")
        self.browser.wait_for("[...document.querySelectorAll('.request')].filter(one => !one.hidden).length === 1")
        self.browser.wait_for("document.querySelector('.instance')")
        self.browser.evaluate("document.querySelector('.instance summary').focus()")
        self.browser.press("Enter", "\r")
        self.browser.wait_for("document.querySelector('.instance').open")
        # It stays open and focused while the list changes.
        self.client.create("two")
        self.browser.wait_for("document.querySelectorAll('.instance').length === 2")
        self.assertTrue(self.browser.evaluate("document.querySelector('.instance').open"))
        self.assertEqual(self.browser.evaluate("document.activeElement.tagName"), "SUMMARY")

    def test_faults_and_reset(self):
        self.start("--seed-instances", "1")
        self.client.create("one")
        self.browser.wait_for("document.querySelectorAll('.instance').length === 2")
        self.browser.evaluate("document.getElementById('fault').value = 'ListBots=500:0.5';"
                              "document.querySelector('#add-fault button').click()")
        self.browser.wait_for("document.querySelector('#faults button')")
        self.assertEqual(json.loads(plain(self.server, "GET", "/_faults").text), {"Faults": ["ListBots=500:0.5"]})
        self.browser.evaluate("document.getElementById('fault').value = 'nonsense';"
                              "document.querySelector('#add-fault button').click()")
        self.browser.wait_for("document.getElementById('problem').innerText.includes('OPERATION=ACTION')")
        for _ in range(2):
            self.browser.evaluate("document.getElementById('reset').click()")
        self.browser.wait_for("document.querySelectorAll('.instance').length === 1")
        self.browser.wait_for("!document.querySelector('#faults button')")

    def test_strings_from_outside_are_text(self):
        self.start("--any-key")
        plain(self.server, "POST", "/_reset", json.dumps({"Instances": [
            {"InstanceAlias": "a", "Tags": {"key": HOSTILE}, "LambdaFunctions": [HOSTILE]}]}))
        Client(self.server, "x").raw("GET", "/instance/%3Cimg%20src=x%3E", None, [("User-Agent", HOSTILE)])
        self.client.create("b")
        self.browser.wait_for("document.querySelectorAll('.instance').length === 2")
        self.browser.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        self.assertEqual(self.browser.evaluate("document.querySelectorAll('img').length"), 0)
        self.assertIn(HOSTILE, self.browser.evaluate("document.body.innerText"))
        self.assertEqual(self.browser.evaluate("document.title"), "connect-local")

    def test_readable_in_both_schemes_and_on_a_phone(self):
        self.start("--creation-delay-ms", "3600000")
        plain(self.server, "POST", "/_reset", json.dumps(FIXTURE))
        self.throttle()
        self.client.describe("none")
        self.client.create("meanwhile", Tags={"team": "blue"})
        self.browser.wait_for("document.querySelectorAll('.instance').length === 5")
        self.browser.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        for scheme in ("light", "dark"):
            self.browser.scheme(scheme)
            for width in (1280, 400):
                self.browser.size(width, 900)
                found = self.browser.evaluate(CONTRAST)
                self.assertGreater(len(found), 40)
                self.assertEqual([one for one in found if one["contrast"] < 4.5], [], scheme)
                self.assertEqual(self.browser.evaluate("document.documentElement.scrollWidth"), width)

    def test_no_resource_of_another_place(self):
        self.start()
        page = plain(self.server, "GET", "/_/")
        self.assertEqual(re.findall(r"""(?i)<[^>]*\b(?:src|href)=(?!"data:)|@import|url\(|https?://""", page.text), [])
        self.assertIn("default-src 'none'", page.headers["Content-Security-Policy"])
        loaded = self.browser.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
        self.assertTrue(all(re.match(r"http://127\.0\.0\.1:%d/_" % self.server.port, name) for name in loaded), loaded)


if __name__ == "__main__":
    unittest.main()
