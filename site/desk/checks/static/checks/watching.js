// Wagtail saves drafts by itself, but stops watching a form once it has refused it: what is typed then would neither
// be kept nor looked at. Here it is told of changes until a draft is saved again, and then made to watch as before.
{
  const refused = () => document.querySelector('form[data-edit-form][data-w-unsaved-force-value="true"]');

  window.addEventListener("load", () => {
    const form = refused();
    if (!form) return;
    let waiting = 0;
    const changed = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        if (!refused()) return;
        const detail = { type: "edits" };
        form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true, detail }));
      }, Number(form.dataset.wAutosaveIntervalValue) || 500);
    };
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    // Any other interval makes it begin to watch.
    document.addEventListener("w-autosave:success", () => (form.dataset.wUnsavedCheckIntervalValue = "501"), { once: true });
  });
}
