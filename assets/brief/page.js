// The map of the page: drag, wheel, pinch and keys move it; a list jumps to a thing. No request is ever made.
(() => {
  'use strict';
  const map = document.getElementById('map');
  if (!map) return;
  const [, , WIDTH, HEIGHT] = map.getAttribute('viewBox').split(' ').map(Number);
  const { west, north, perDegree } = Object.fromEntries(Object.entries(map.dataset).map(([k, v]) => [k, Number(v)]));
  const layers = name => [...map.querySelectorAll(':scope > .' + name)].map(g => ({ g, scale: Number(g.dataset.scale) }));
  const grounds = layers('ground'), signs = layers('signs');
  const DEEPEST = 40, where = document.getElementById('where'), scale = document.getElementById('scale');
  // What is seen: its middle and its width, in the map's units; the height follows from the box on the page.
  let view = { x: WIDTH / 2, y: HEIGHT / 2, w: WIDTH };
  const ratio = () => map.clientHeight / Math.max(1, map.clientWidth);

  const show = () => {
    view.w = Math.min(WIDTH, Math.max(WIDTH / DEEPEST, view.w));
    const h = Math.min(HEIGHT, view.w * ratio());
    view.x = Math.min(WIDTH - view.w / 2, Math.max(view.w / 2, view.x));
    view.y = Math.min(HEIGHT - h / 2, Math.max(h / 2, view.y));
    map.setAttribute('viewBox', [view.x - view.w / 2, view.y - h / 2, view.w, h].map(n => n.toFixed(3)).join(' '));
    const near = map.clientWidth / view.w;
    const nearest = (all, most) => all.reduce((best, one) => (one.scale <= near * most ? one : best), all[0]);
    const ground = nearest(grounds, 1.3), sign = nearest(signs, 1.42);
    grounds.forEach(one => one.g.classList.toggle('on', one === ground));
    signs.forEach(one => one.g.classList.toggle('on', one === sign));
    bar();
  };
  let waits = false;
  const draw = () => { if (!waits) { waits = true; requestAnimationFrame(() => { waits = false; show(); }); } };

  const place = event => {
    const box = map.getBoundingClientRect(), h = view.w * ratio();
    return [view.x + ((event.clientX - box.left) / box.width - 0.5) * view.w, view.y + ((event.clientY - box.top) / box.height - 0.5) * h];
  };
  const zoom = (factor, [x, y] = [view.x, view.y]) => {
    const w = Math.min(WIDTH, Math.max(WIDTH / DEEPEST, view.w * factor)), by = w / view.w;
    view = { x: x + (view.x - x) * by, y: y + (view.y - y) * by, w };
    draw();
  };

  const latitude = y => {
    const angle = (north - y / perDegree) * Math.PI / 180;
    return 2 * Math.atan(Math.exp(angle)) * 180 / Math.PI - 90;
  };
  const angle = (degrees, letters, digits) => {
    const tenths = Math.round(Math.abs(degrees) * 600), d = Math.floor(tenths / 600), m = (tenths % 600) / 10;
    return String(d).padStart(digits, '0') + '°' + m.toFixed(1).padStart(4, '0') + '′' + letters[degrees < 0 ? 1 : 0];
  };
  const bar = () => {
    if (!scale) return;
    // A minute of longitude on the equator is a nautical mile, less by the cosine of the latitude elsewhere.
    const perMile = map.clientWidth / view.w * perDegree / 60 / Math.cos(latitude(view.y) * Math.PI / 180);
    const most = 150 / perMile, power = 10 ** Math.floor(Math.log10(most));
    const miles = [5, 2, 1].map(n => n * power).find(n => n <= most) || power;
    scale.firstElementChild.textContent = Number(miles.toPrecision(1)) + ' nm';
    scale.lastElementChild.style.width = miles * perMile + 'px';
  };

  const fingers = new Map();
  map.addEventListener('pointerdown', event => {
    if (event.button) return;
    map.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, event);
  });
  map.addEventListener('pointermove', event => {
    if (where) {
      const [x, y] = place(event);
      const lon = ((west + x / perDegree + 540) % 360 + 360) % 360 - 180;
      where.textContent = angle(latitude(y), 'NS', 2) + ' ' + angle(lon, 'EW', 3);
    }
    const before = fingers.get(event.pointerId);
    if (!before) return;
    if (fingers.size === 1) {
      const [a, b] = [place(before), place(event)];
      view.x -= b[0] - a[0];
      view.y -= b[1] - a[1];
      draw();
    } else {
      const other = [...fingers.values()].find(finger => finger.pointerId !== event.pointerId);
      const far = finger => Math.hypot(finger.clientX - other.clientX, finger.clientY - other.clientY) || 1;
      const [a, b] = [place(before), place(event)];
      view.x -= (b[0] - a[0]) / 2;
      view.y -= (b[1] - a[1]) / 2;
      zoom(far(before) / far(event), place(other));
    }
    fingers.set(event.pointerId, event);
  });
  for (const over of ['pointerup', 'pointercancel', 'lostpointercapture']) map.addEventListener(over, event => fingers.delete(event.pointerId));
  map.addEventListener('pointerleave', () => { if (where) where.textContent = ''; });
  map.addEventListener('wheel', event => {
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
    zoom(Math.exp(Math.max(-200, Math.min(200, event.deltaY * lines)) / 400), place(event));
  }, { passive: false });
  map.addEventListener('dblclick', event => zoom(0.5, place(event)));
  const whole = () => { view = { x: WIDTH / 2, y: HEIGHT / 2, w: WIDTH }; draw(); };
  const keys = {
    ArrowLeft: () => { view.x -= view.w / 8; draw(); },
    ArrowRight: () => { view.x += view.w / 8; draw(); },
    ArrowUp: () => { view.y -= view.w / 8; draw(); },
    ArrowDown: () => { view.y += view.w / 8; draw(); },
    '+': () => zoom(0.707), '=': () => zoom(0.707), '-': () => zoom(1.414), '0': whole, Home: whole,
  };
  map.addEventListener('keydown', event => {
    const act = keys[event.key];
    if (act && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); act(); }
  });
  for (const [id, act] of [['closer', () => zoom(0.5)], ['farther', () => zoom(2)], ['whole', whole]]) {
    document.getElementById(id)?.addEventListener('click', act);
  }

  for (const button of document.querySelectorAll('[data-box]')) {
    button.addEventListener('click', () => {
      const [x0, y0, x1, y1] = button.dataset.box.split(' ').map(Number);
      view = { x: (x0 + x1) / 2, y: (y0 + y1) / 2, w: 1.5 * Math.max(x1 - x0, (y1 - y0) / ratio()) };
      draw();
      document.querySelectorAll('.is-shown').forEach(one => one.classList.remove('is-shown'));
      button.classList.add('is-shown');
      if (button.classList.contains('jump')) map.scrollIntoView({ block: 'center' });
    });
  }
  addEventListener('resize', draw);
  show();
})();
