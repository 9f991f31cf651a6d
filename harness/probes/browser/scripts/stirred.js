// Resolves when the document changes: true; false at the end of its time. Nothing comes back where the page navigates.
(most) => new Promise((done) => {
  const seen = new MutationObserver(() => end(true));
  const late = setTimeout(() => end(false), most);
  const end = (changed) => { seen.disconnect(); clearTimeout(late); done(changed); };
  seen.observe(document, { subtree: true, childList: true, attributes: true });
})
