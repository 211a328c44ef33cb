// The marks by keyboard: together they are one stop of the Tab key; arrow keys go from mark to mark.
(function () {
  "use strict";

  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  Object.assign(sitegenMap.Marks.prototype, {
    spot(marker) {
      return this.map.latLngToLayerPoint(marker.getLatLng());
    },

    all() {
      return Array.from(this.drawn.values());
    },

    holdsFocus(marker) {
      const active = document.activeElement, popup = marker.getPopup();
      return marker.getElement() === active || Boolean(marker.isPopupOpen() && popup.getElement().contains(active));
    },

    nearest(place, markers) {
      const from = this.map.latLngToLayerPoint(place);
      const far = (marker) => from.distanceTo(this.spot(marker));
      return markers.reduce((best, one) => (!best || far(one) < far(best) ? one : best), null);
    },

    // The mark that holds now what another stood for, or at least the first of it; else the nearest.
    heir(gone) {
      const { kind, part, tree, id, tops } = gone.mark, markers = this.all();
      const first = kind === "group" ? tree.getLeaves(id, 1)[0].properties : gone.mark.index;
      const { code } = tops ? tops[0] : this.store.top(part, first);
      const holds = ({ mark }) => {
        if (mark.tops) return mark.tops.some((one) => one.code === code);
        if (mark.part !== part) return false;
        return mark.kind === "group" ? this.members(mark).includes(first) : mark.index === first;
      };
      return markers.find(holds) || this.nearest(gone.getLatLng(), markers);
    },

    // The focus goes to a mark, which is brought into view, or where there is none to the map.
    focus(marker) {
      if (!marker) this.map.getContainer().focus({ preventScroll: true });
      else {
        marker.getElement().focus({ preventScroll: true });
        this.map.panInside(marker.getLatLng(), { padding: [40, 40] });
      }
    },

    // Keeps one mark the stop of the Tab key: that which has or last had the focus, else the one nearest to the middle.
    keepStop() {
      const markers = this.all(), view = this.map.getBounds();
      const seen = markers.filter((marker) => view.contains(marker.getLatLng()));
      const held = markers.find((marker) => marker.getElement() === document.activeElement);
      const last = seen.find((marker) => marker === this.stop);
      this.stop = held || last || this.nearest(this.map.getCenter(), seen);
      markers.forEach((marker) => { marker.getElement().tabIndex = marker === this.stop ? 0 : -1; });
    },

    key(event) {
      const marker = this.all().find((one) => one.getElement() === event.target);
      if (!marker || event.ctrlKey || event.altKey || event.metaKey) return;
      const others = this.all().filter((one) => one !== marker), across = (one) => this.spot(one).x;
      const acts = {
        Enter: () => marker.openPopup(),
        " ": () => marker.openPopup(),
        Home: () => this.focus(others.concat(marker).sort((one, other) => across(one) - across(other))[0]),
        End: () => this.focus(others.concat(marker).sort((one, other) => across(other) - across(one))[0]),
        "+": () => this.map.zoomIn(),
        "=": () => this.map.zoomIn(),
        "-": () => this.map.zoomOut(),
      };
      if (WAYS[event.key]) acts[event.key] = () => this.focus(this.along(marker, WAYS[event.key], others) || marker);
      if (!acts[event.key]) return;
      event.preventDefault();
      event.stopPropagation();
      acts[event.key]();
    },

    // The nearest mark that lies more in this direction than aside.
    along(marker, [right, down], others) {
      const from = this.spot(marker);
      let best = null, least = Infinity;
      others.forEach((other) => {
        const way = this.spot(other).subtract(from);
        const ahead = way.x * right + way.y * down, aside = Math.abs(way.x * down) + Math.abs(way.y * right);
        const far = ahead + 2 * aside;
        if (ahead <= 0 || aside > ahead || far >= least) return;
        best = other;
        least = far;
      });
      return best;
    },
  });
})();
