"""What of a page does not fit a phone, by geometry: nothing scrolls the page sideways, nothing that can be touched lies
beyond its edge, and what stands in the bars is large enough for a finger (WCAG 2.5.8, which leaves out words of a
sentence)."""

PHONE = {"width": 390, "height": 844}
MISFITS = """() => {
  const PANELS = "html, body, .wl-app, .wl-body, main, .wl-panel, .wl-scroll, .wl-set-main, .wl-set-scroll, .wl-rec";
  const BARS = ".wl-top, .wl-tabbar, .wl-side-head, .wl-head, .wl-set-head, .wl-bar, .wl-views, .wl-subnav, .wl-foot,"
    + " .wl-form-foot, .wl-savebar, .wl-tabs, [role=toolbar], [role=tablist]";
  const TOUCHED = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab]";
  const SLACK = 1, SMALLEST = 24;
  const name = (one) => one.outerHTML.slice(0, 140).replace(/\\s+/g, " ");
  const style = (one) => getComputedStyle(one);
  const around = (one) => (one.parentElement ? [one.parentElement, ...around(one.parentElement)] : []);
  const scrolls = (one) => /auto|scroll/.test(style(one).overflowX) && one.scrollWidth > one.clientWidth;
  const sticksOut = ({ left, right }) => left < -SLACK || right > innerWidth + SLACK;
  const found = [];
  for (const panel of document.querySelectorAll(PANELS)) {
    const top = panel === document.documentElement;
    if (panel.scrollWidth <= (top ? innerWidth : panel.clientWidth) + SLACK || !(top || scrolls(panel))) continue;
    const wide = [...panel.querySelectorAll("*")].filter((one) => sticksOut(one.getBoundingClientRect()));
    found.push(["scrolls sideways", name(panel).slice(0, 60), wide.slice(0, 3).map(name)]);
  }
  for (const one of document.querySelectorAll(TOUCHED)) {
    if (!one.checkVisibility({ visibilityProperty: true })) continue;
    const box = one.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1 || box.bottom < 0) continue; // for those who hear it; the way past the menus
    const outer = around(one);
    const cut = outer.find((each) => style(each).textOverflow === "ellipsis"); // of long words the rest is left out
    const strip = outer.find((each) => !each.matches(PANELS) && scrolls(each));
    if (sticksOut((strip || cut || one).getBoundingClientRect())) found.push(["out of reach", name(one)]);
    const small = Math.min(cut ? box.height : box.width, box.height) < SMALLEST - 0.5;
    if (small && one.closest(BARS) && !one.closest("p")) {
      found.push(["too small", name(one), Math.round(box.width), Math.round(box.height)]);
    }
  }
  return found;
}"""


def misfits(page):
    """What of the page that is open a phone could not show or a finger not touch."""
    before = page.viewport_size
    page.set_viewport_size(PHONE)
    found = page.evaluate(MISFITS)
    if before != PHONE:
        page.set_viewport_size(before)
    return found
