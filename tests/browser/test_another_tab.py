"""In another tab the sign-in gets a new cookie: the session here goes on with it, and no word is lost."""

from playwright.sync_api import expect

from tests.browser.people import Room

QUESTION = "What would you like to put on the table?"
BEFORE, AFTER = "Typed before it, ", "and while it happened."


def test_a_session_goes_on_when_another_tab_signs_out_everywhere_else(at_the_forms: Room) -> None:
    alex = at_the_forms.alex
    alex.box(QUESTION).press_sequentially(BEFORE)
    other = alex.context.new_page()
    other.goto(alex.app.url("/account/sign-ins/", "alex"))
    other.get_by_role("button", name="Sign out everywhere else").click()
    expect(other.get_by_text("You are signed out everywhere else.")).to_be_visible()
    other.close()

    alex.box(QUESTION).press_sequentially(AFTER)
    alex.reads("Saved")
    alex.reads_nothing_of("You are signed out")
    expect(alex.page.locator("[data-connection][data-state='']")).to_have_count(1)
    alex.page.reload()
    expect(alex.box(QUESTION)).to_have_value(BEFORE + AFTER)
