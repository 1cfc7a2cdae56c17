// Starts what Wagtail's admin would start by inline scripts, which the site's policy forbids.
// Each mark is <span data-start="NAME" data-id="…" data-options="JSON">; NAME is one of the functions or classes below.
const STARTERS = {
  initDateChooser: (id, options) => window.initDateChooser(id, options),
  initDateTimeChooser: (id, options) => window.initDateTimeChooser(id, options),
  initTimeChooser: (id, options) => window.initTimeChooser(id, options),
  InlinePanel: (id, options) => new window.InlinePanel(options),
  createTaskChooser: (id) => window.createTaskChooser(id),
  MultipleChooserPanel: (id, options) => new window.MultipleChooserPanel(options),
};

function start(mark) {
  const { start: name, id, options } = mark.dataset;
  if (id && !document.getElementById(id)) return; // an input that script has taken out again
  delete mark.dataset.start;
  const begin = STARTERS[name] || ((target, given) => new window[name](target, given)); // a chooser of some model
  begin(id, JSON.parse(options));
}

function startAll(root) {
  if (root.matches?.("[data-start]")) start(root);
  root.querySelectorAll?.("[data-start]").forEach(start);
}

// A module runs once the page stands and Wagtail's own scripts have run; what is added later is seen by the observer.
startAll(document);
new MutationObserver((changes) => {
  for (const change of changes) change.addedNodes.forEach(startAll);
}).observe(document.body, { childList: true, subtree: true });
