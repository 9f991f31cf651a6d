// What axe-core (already in this world) says of the document, cut down to what is recorded.
(async (most) => {
  if (!/html/.test(document.contentType)) return null;
  const squeeze = (text, length) => String(text || "").replace(/\s+/g, " ").trim().slice(0, length);
  const found = await axe.run(document, { iframes: false, resultTypes: ["violations", "incomplete"] });
  const rule = (one) => ({
    id: one.id, impact: one.impact || "", help: squeeze(one.help, 300), tags: one.tags.slice(0, 20),
    count: one.nodes.length,
    nodes: one.nodes.slice(0, most).map((node) => ({
      target: squeeze(node.target.flat().join(" "), 500), html: squeeze(node.html, 300),
      summary: squeeze(node.failureSummary, 500),
    })),
  });
  return {
    version: axe.version, violations: found.violations.map(rule), incomplete: found.incomplete.map(rule),
    passes: found.passes.map((one) => one.id),
  };
})(10)
