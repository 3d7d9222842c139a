// Draws a figure's numbers so that they can be pointed at, zoomed and turned off. The static drawing stays in the
// page for print and for readers without scripts; both are made of the same numbers.
const root = document.documentElement;
const zh = root.lang.startsWith('zh');
const words = JSON.parse(document.getElementById('words').textContent);
const colour = name => getComputedStyle(root).getPropertyValue('--' + name).trim();
const ink = at => () => colour('series-' + (at % 6 + 1));
const DAY = 864e5;
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function grouped(text) {
  const [whole, part] = text.split('.');
  const cut = whole.replace(/\B(?=(\d{3})+$)/g, '\u2009').replace('-', '−');
  return part ? cut + '.' + part : cut;
}

// Numbers as the rest of the page writes them.
function figure(value, scale) {
  if (value == null) return '–';
  if (scale === 'date') return day(value, true);
  if (scale === 'percent') return (value * 100).toFixed(1) + (zh ? '%' : ' %');
  const small = Math.abs(value) < 1 ? 3 : 1;
  return grouped(Number.isInteger(value) ? String(value) : value.toFixed(small));
}

function tick(value, scale, step) {
  if (scale === 'percent') {
    const digits = step < 0.01 ? 1 : 0;
    return (value * 100).toFixed(digits) + (zh ? '%' : ' %');
  }
  const big = zh ? [1e4, '万'] : [1e3, 'k'];
  const [by, unit] = Math.abs(value) >= 1e4 ? big : [1, ''];
  const digits = Math.max(0, Math.min(4, -Math.floor(Math.log10(step / by) + 1e-9)));
  return (value / by).toFixed(digits).replace('-', '−') + unit;
}

function day(value, year) {
  const at = new Date(Math.round(value) * DAY);
  const [y, m, d] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  if (zh) return (year ? y + '年' : '') + (m + 1) + '月' + d + '日';
  return d + ' ' + MONTHS[m] + (year ? ' ' + y : '');
}

// Days worth naming: each day, Mondays, or firsts of months, no more than fit.
function dayTicks(low, high, most) {
  const span = high - low;
  const all = [];
  if (span <= most) for (let at = Math.ceil(low); at <= high; at++) all.push(at);
  else if (span <= 7 * most * 2) {
    const every = span <= 7 * most ? 7 : 14;
    // Day 0 was a Thursday.
    for (let at = Math.ceil((low - 4) / 7) * 7 + 4; at <= high; at += every) all.push(at);
  } else {
    const first = new Date(Math.ceil(low) * DAY);
    const every = [1, 2, 3, 6, 12, 24, 60].find(months => span / (months * 30.4) <= most) || 120;
    let month = first.getUTCFullYear() * 12 + first.getUTCMonth() + (first.getUTCDate() > 1 ? 1 : 0);
    month = Math.ceil(month / every) * every;
    for (;; month += every) {
      const at = Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY;
      if (at > high) break;
      all.push(at);
    }
  }
  return all;
}

function roundStep(span, most) {
  const power = 10 ** Math.floor(Math.log10(span / most));
  const steps = [1, 2, 2.5, 5, 10].map(factor => factor * power).filter(step => step / power !== 2.5 || step >= 10 || Math.abs(step - 0.25) < 1e-9);
  return steps.find(step => span / step <= most + 1e-9) || power * 10;
}

function numberTicks(low, high, most) {
  const step = roundStep(high - low || 1, most);
  const all = [];
  for (let at = Math.ceil(low / step - 1e-9); at * step <= high + step * 1e-9; at++) all.push(at * step);
  return all;
}

function heights(spec) {
  if (spec.y.range) return spec.y.range;
  let [low, high, bars] = [Infinity, -Infinity, false];
  const take = value => { if (value != null) { low = Math.min(low, value); high = Math.max(high, value); } };
  for (const layer of spec.layers) {
    layer.ys.forEach(take);
    (layer.from || []).forEach(take);
    bars ||= layer.kind === 'bars';
  }
  spec.bounds.filter(bound => !bound.upright).forEach(bound => take(bound.at));
  if (low > high) return [0, 1];
  if (bars || (low >= 0 && low < high / 2)) low = Math.min(low, 0);
  if (bars) high = Math.max(high, 0);
  const step = roundStep(high - low || Math.abs(high) || 1, 5);
  const top = Math.ceil(high / step - 1e-9) * step;
  return [Math.floor(low / step + 1e-9) * step, top > low ? top : low + step];
}

// Bars from where they begin to where they end, hollow where their period is not over.
function bars(layer) {
  const ends = new Map(layer.xs.map((x, at) => [x, at]));
  return (plot, series, first, last) => {
    const [fill, stroke] = [new Path2D(), new Path2D()];
    const xs = plot.data[0];
    const ratio = uPlot.pxRatio;
    for (let i = first; i <= last; i++) {
      const at = ends.get(xs[i]);
      if (at === undefined) continue;
      const left = plot.valToPos(xs[i] - layer.width / 2, 'x', true);
      const right = plot.valToPos(xs[i] + layer.width / 2, 'x', true);
      const top = plot.valToPos(Math.max(layer.from[at], layer.ys[at]), 'y', true);
      const bottom = plot.valToPos(Math.min(layer.from[at], layer.ys[at]), 'y', true);
      const box = [left, top, Math.max(right - left, ratio), bottom - top];
      if (layer.hollow[at]) stroke.rect(box[0] + ratio / 2, box[1] + ratio / 2, box[2] - ratio, Math.max(0, box[3] - ratio));
      else fill.rect(...box);
    }
    return { fill, stroke };
  };
}

// The tables of numbers and what draws each: lists as uPlot takes them, in step with each other.
function prepare(spec) {
  const [tables, series, bands, shown] = [[], [{}], [], []];
  const add = (xs, ys, options) => { tables.push([xs, ys]); series.push(options); return series.length - 1; };
  for (const layer of spec.layers) {
    const stroke = layer.color === 5 && layer.soft ? () => colour('muted') : ink(layer.color);
    const none = { show: false };
    if (layer.kind === 'line') {
      const few = layer.xs.length <= 40 && !layer.stepped;
      const at = add(layer.xs, layer.ys, {
        stroke, width: layer.dashed ? 1.5 : 2, dash: layer.dashed ? [6, 4] : undefined,
        paths: layer.stepped ? uPlot.paths.stepped({ align: 1 }) : undefined,
        points: few && !layer.dashed ? { show: true, size: 5, fill: stroke } : none,
      });
      shown.push({ layer, series: [at], value: i => i });
    } else if (layer.kind === 'dots') {
      const full = layer.xs.map((_, i) => !layer.hollow[i]);
      const pick = keep => [layer.xs.filter((_, i) => full[i] === keep), layer.ys.filter((_, i) => full[i] === keep)];
      const dots = fill => ({ stroke, paths: () => null, points: { show: true, size: 7, width: 1.5, stroke, fill } });
      add(...pick(true), dots(stroke));
      if (full.includes(false)) add(...pick(false), dots(() => colour('ground')));
    } else if (layer.kind === 'band') {
      const edge = { stroke: 'transparent', width: 0, points: none };
      const [high, low] = [add(layer.xs, layer.ys, edge), add(layer.xs, layer.from, { ...edge })];
      bands.push({ series: [high, low], fill: () => ink(layer.color)() + '2e' });
    } else {
      const at = add(layer.xs, layer.ys, {
        stroke, width: 1, fill: () => stroke() + (layer.soft ? '66' : 'd9'), paths: bars(layer), points: none,
      });
      shown.push({ layer, series: [at] });
    }
  }
  return { data: tables.length > 1 ? uPlot.join(tables) : tables[0], series, bands, shown };
}

// The dashed bounds, the tint of the bad side under the marks, the words over them.
function bounds(spec) {
  const each = (plot, draw) => {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    for (const bound of spec.bounds) draw(ctx, bbox, bound, plot.valToPos(bound.at, bound.upright ? 'x' : 'y', true));
    ctx.restore();
  };
  const under = plot => each(plot, (ctx, box, bound, at) => {
    ctx.fillStyle = colour('breach') + '0f';
    if (bound.bad === 'below') ctx.fillRect(box.left, at, box.width, box.top + box.height - at);
    if (bound.bad === 'above') ctx.fillRect(box.left, box.top, box.width, at - box.top);
  });
  const over = plot => each(plot, (ctx, box, bound, at) => {
    const ratio = uPlot.pxRatio;
    ctx.strokeStyle = ctx.fillStyle = colour('breach');
    ctx.lineWidth = 1.25 * ratio;
    ctx.setLineDash([5 * ratio, 4 * ratio]);
    ctx.beginPath();
    if (bound.upright) { ctx.moveTo(at, box.top); ctx.lineTo(at, box.top + box.height); }
    else { ctx.moveTo(box.left, at); ctx.lineTo(box.left + box.width, at); }
    ctx.stroke();
    ctx.font = 12 * ratio + 'px ' + getComputedStyle(document.body).fontFamily;
    ctx.textBaseline = 'bottom';
    ctx.textAlign = 'left';
    const [x, y] = bound.upright ? [at + 5 * ratio, box.top + 16 * ratio] : [box.left + 6 * ratio, at - 3 * ratio];
    ctx.lineWidth = 3 * ratio;
    ctx.setLineDash([]);
    ctx.strokeStyle = colour('ground');
    ctx.strokeText(bound.words, x, y);
    ctx.fillText(bound.words, x, y);
  });
  return { drawAxes: [under], draw: [over] };
}

// One line a series for what stands at a place: `weekly 48.2 %`.
function reading(spec, shown, plot, at) {
  const x = plot.data[0][at];
  const lines = [];
  for (const { layer, series } of shown) {
    if (!plot.series[series[0]].show) continue;
    const own = layer.xs.indexOf(x);
    let value = layer.stepped ? layer.ys[layer.xs.findLastIndex(known => known <= x)] : layer.ys[own];
    if (value == null) continue;
    if (layer.kind === 'bars') value -= layer.from[own];
    lines.push([layer, figure(value, spec.y.scale), layer.hollow && layer.hollow[own]]);
  }
  for (const band of spec.layers.filter(layer => layer.kind === 'band')) {
    const own = band.xs.indexOf(x);
    if (own >= 0) lines.push([{ name: words.interval, color: band.color }, figure(band.from[own], spec.y.scale) + ' – ' + figure(band.ys[own], spec.y.scale)]);
  }
  const unit = spec.x.scale === 'number' && spec.x.title ? ' ' + spec.x.title : '';
  return { head: figure(x, spec.x.scale) + unit, lines };
}

// The stretch of time readers look at, for charts drawn after it was chosen.
let chosen = null;

// Draws `spec` into `host`; gives back how to take it away again.
function draw(host, spec, label) {
  const { data, series, bands, shown } = prepare(spec);
  const [xs, range] = [data[0], heights(spec)];
  let [started, told] = [false, null];
  const pad = spec.x.scale === 'date' ? Math.max(0.5, ...spec.layers.map(layer => (layer.width || 0) / 2)) : 0;
  const whole = spec.x.range || [xs[0] - pad, xs[xs.length - 1] + (xs.length > 1 || pad ? pad : 1)];
  const plotted = element('div', { class: 'plotted', tabindex: '0', role: 'group', 'aria-label': label + '. ' + words.keys });
  const tip = element('div', { class: 'tip', hidden: '' });
  const said = element('p', { class: 'sr', 'aria-live': 'polite' });
  const reset = element('button', { type: 'button', class: 'reset', hidden: '' }, words.reset);
  const legend = element('div', { class: 'legend' });
  host.append(legend, plotted, said);
  const room = () => ({ width: Math.max(240, plotted.clientWidth), height: Math.max(220, Math.min(360, plotted.clientWidth * 0.46)) });
  const axis = (side, scale, title) => ({
    stroke: () => colour('muted'), font: '12px ' + getComputedStyle(document.body).fontFamily,
    grid: side ? { stroke: () => colour('hairline'), width: 1 } : { show: false },
    ticks: { show: !side, stroke: () => colour('hairline'), size: 4 },
    splits: (plot, _, low, high) => {
      const most = side ? 5 : Math.max(2, Math.min(6, Math.floor(plot.width / 90)));
      return scale === 'date' ? dayTicks(low, high, most) : numberTicks(low, high, most);
    },
    values: (_, splits) => {
      const step = splits.length > 1 ? splits[1] - splits[0] : 1;
      let year = null;
      return splits.map(at => {
        if (scale !== 'date') return tick(at, scale, step);
        const own = new Date(at * DAY).getUTCFullYear();
        const first = year !== own && step > 27;
        year = own;
        return first && zh ? own + '年' + day(at).replace('1日', '') : first ? day(at).slice(2) + ' ' + own : step > 27 ? (zh ? day(at).replace('1日', '') : day(at).slice(2)) : day(at);
      });
    },
    label: title || undefined, labelFont: '12px ' + getComputedStyle(document.body).fontFamily, labelSize: 18,
    size: side ? (_, values) => 14 + 7 * Math.max(2, ...(values || []).map(value => value.length + (/[一-龥]/.test(value) ? 1 : 0))) : 28,
  });
  const point = plot => {
    const at = plot.cursor.idx;
    const { head, lines } = at == null ? { lines: [] } : reading(spec, shown, plot, at);
    tip.hidden = !lines.length || plot.cursor.left < 0;
    if (tip.hidden) return;
    tip.replaceChildren(element('b', {}, head), ...lines.map(([layer, text, hollow]) => {
      const key = element('i', { class: 'key' });
      key.style.background = ink(layer.color)();
      return element('div', {}, key, (layer.name ? layer.name + ' ' : ''), element('strong', {}, text), hollow ? ' ' + words.unfinished : '');
    }));
    const [left, across] = [plot.valToPos(plot.data[0][at], 'x'), plot.over.clientWidth];
    tip.style.left = (left > across / 2 ? left - tip.offsetWidth - 12 : left + 12) + 'px';
    tip.style.top = '4px';
  };
  const plot = new uPlot({
    ...room(), series, bands, legend: { show: false }, padding: [10, 26, 0, 0],
    scales: { x: { time: false, range: (_, low, high) => low == null ? whole : [Math.max(whole[0], low), Math.min(whole[1], high)] }, y: { range: () => range } },
    axes: [axis(0, spec.x.scale, spec.x.title), axis(1, spec.y.scale, spec.y.title)],
    cursor: { y: false, drag: { x: true, y: false, setScale: true }, points: { size: 8 } },
    hooks: { ...bounds(spec), setCursor: [point], setScale: [(own, key) => {
      if (key !== 'x') return;
      const { min, max } = own.scales.x;
      const full = min <= whole[0] + 1e-9 && max >= whole[1] - 1e-9;
      reset.hidden = full;
      // What another chart told is not told back.
      const echo = told && Math.abs(told.min - min) < 1e-6 && Math.abs(told.max - max) < 1e-6;
      if (spec.x.scale !== 'date' || echo || !started) return;
      told = null;
      chosen = full ? null : { low: min, high: max };
      window.dispatchEvent(new CustomEvent('stretch', { detail: { source: own, low: full ? -Infinity : min, high: full ? Infinity : max } }));
    }] },
  }, data, plotted);
  plot.setScale('x', { min: whole[0], max: whole[1] });
  plot.over.append(tip);
  started = true;
  // A stretch of time chosen in one chart is shown in every chart over time.
  const stretch = ({ detail: { source, low, high } }) => {
    if (source === plot || low >= whole[1] || high <= whole[0]) return;
    told = { min: Math.max(whole[0], low), max: Math.min(whole[1], high) };
    plot.setScale('x', told);
  };
  const unzoom = () => plot.setScale('x', { min: whole[0], max: whole[1] });
  reset.addEventListener('click', unzoom);
  if (spec.x.scale === 'date') {
    window.addEventListener('stretch', stretch);
    if (chosen) stretch({ detail: { source: null, ...chosen } });
  }
  const named = shown.filter(({ layer }) => layer.name);
  for (const { layer, series: [at] } of named) {
    const key = element('i', { class: layer.dashed ? 'key dashed' : 'key' });
    key.style.setProperty('--key', 'var(--series-' + (layer.color % 6 + 1) + ')');
    const button = element('button', { type: 'button', 'aria-pressed': 'true' }, key, layer.name);
    button.addEventListener('click', () => {
      const on = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(on));
      plot.setSeries(at, { show: on });
    });
    if (named.length > 1) legend.append(button);
    else legend.append(element('span', {}, key, layer.name));
  }
  legend.append(reset);
  plotted.addEventListener('keydown', event => {
    const { min, max } = plot.scales.x;
    const [last, at] = [xs.length - 1, plot.cursor.idx ?? -1];
    const zoom = by => {
      const middle = at < 0 ? (min + max) / 2 : xs[at];
      plot.setScale('x', { min: Math.max(whole[0], middle - (middle - min) * by), max: Math.min(whole[1], middle + (max - middle) * by) });
    };
    const go = { ArrowLeft: at < 0 ? last : at - 1, ArrowRight: at + 1, Home: 0, End: last }[event.key];
    if (go !== undefined) {
      const to = Math.max(0, Math.min(last, go));
      plot.setCursor({ left: plot.valToPos(xs[to], 'x'), top: 10 });
      const { head, lines } = reading(spec, shown, plot, to);
      said.textContent = head + ': ' + lines.map(([layer, text]) => (layer.name || '') + ' ' + text).join(', ');
    } else if (event.key === '+' || event.key === '=') zoom(0.5);
    else if (event.key === '-') zoom(2);
    else if (event.key === 'Escape' || event.key === '0') unzoom();
    else return;
    event.preventDefault();
  });
  const resized = new ResizeObserver(() => { const size = room(); if (size.width !== plot.width) plot.setSize(size); });
  resized.observe(plotted);
  const redraw = () => plot.redraw(true);
  window.addEventListener('recolour', redraw);
  return () => { window.removeEventListener('stretch', stretch); resized.disconnect(); window.removeEventListener('recolour', redraw); plot.destroy(); host.replaceChildren(); };
}
