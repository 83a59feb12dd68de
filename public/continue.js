// Before the first paint: fills <continue-link> with the way back to where the reader was last, so that nothing moves
// when the page's own scripts come. Kept by src/components/kept-place.ts, read there by src/course/last-place.ts.
customElements.define(
  "continue-link",
  class extends HTMLElement {
    connectedCallback() {
      this.show();
      // A page that comes back with Back was left before the reader went on.
      addEventListener("pageshow", (event) => event.persisted && this.show());
    }

    show() {
      let place = null;
      try {
        place = JSON.parse(localStorage.getItem("keepsake:last-place"));
      } catch {
        // Storage is blocked, or something else lies there: nobody was anywhere.
      }
      if (!/^\/(lessons|exercises)\/[\w-]+\/(#[\w%-]+)?$/.test(place?.href)) return;
      const link = document.createElement("a");
      link.className = "button";
      link.dataset.primary = "";
      link.href = place.href;
      link.textContent = this.dataset.sentence.replace("…", () => place.title);
      this.replaceChildren(link);
    }
  },
);
