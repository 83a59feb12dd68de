// Before the first paint: turns a stack of listings into tabs and shows the system chosen on an earlier visit, so that
// nothing moves when the page's own scripts come (src/components/tabs.ts), which switch and remember.
let made = 0;
customElements.define(
  "tabs-end",
  class extends HTMLElement {
    connectedCallback() {
      const panels = [...this.parentElement.querySelectorAll(":scope > [data-tab]")];
      let kept = null;
      try {
        kept = localStorage.getItem("keepsake:tab");
      } catch {
        // Storage is blocked: the first tab is shown.
      }
      const shown = panels.find((panel) => panel.dataset.tab === kept) ?? panels[0];
      const bar = document.createElement("div");
      bar.setAttribute("role", "tablist");
      bar.setAttribute("aria-label", this.dataset.label);
      made += 1;
      panels.forEach((panel, index) => {
        const tab = document.createElement("button");
        tab.type = "button";
        tab.id = `tab-${made}-${index + 1}`;
        tab.textContent = panel.dataset.tab;
        tab.setAttribute("role", "tab");
        tab.setAttribute("aria-selected", String(panel === shown));
        tab.tabIndex = panel === shown ? 0 : -1;
        panel.id = `panel-${made}-${index + 1}`;
        panel.hidden = panel !== shown;
        panel.setAttribute("role", "tabpanel");
        panel.setAttribute("aria-labelledby", tab.id);
        tab.setAttribute("aria-controls", panel.id);
        bar.append(tab);
      });
      panels[0]?.before(bar);
      this.remove();
    }
  },
);
