// Wagtail saves drafts by itself and looks twice a second for what changed. Two things escape it: what is typed while
// a draft is on its way, which it then takes for saved, and all that is typed in a form once it was refused. Whatever
// escapes would neither be kept nor looked at: here Wagtail is told of it. And it sends the form without waiting for
// a draft on its way, which may arrive later and put older words in its place: here the form waits.
{
  const editForm = () => document.querySelector("form[data-edit-form]");
  const wasRefused = (form) => form.dataset.wUnsavedForceValue === "true";

  const tell = (form) => {
    const detail = { type: "edits" };
    form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true, detail }));
  };

  // What a form holds, but for what the server sets in it.
  const typed = (data, set) => {
    const ours = (name) => !/^(csrfmiddlewaretoken|next|comments-.*|.*_revision_.*)$/.test(name) && !set.has(name);
    const kept = [...data].filter(([name, value]) => ours(name) && typeof value === "string");
    return new URLSearchParams(kept).toString();
  };

  let sent = null;
  document.addEventListener("w-autosave:save", (event) => {
    sent = event.detail.formData;
  });
  document.addEventListener("w-autosave:success", (event) => {
    const form = editForm();
    if (!form || !sent) return;
    const set = new Set(Object.keys(event.detail.response.field_updates ?? {}));
    if (typed(new FormData(form), set) !== typed(sent, set)) tell(form);
    sent = null;
  });

  const draftOnItsWay = (form) =>
    window.wagtail.app.getControllerForElementAndIdentifier(form, "w-autosave")?.submitPromise;

  document.addEventListener(
    "submit",
    (event) => {
      const { target: form, submitter } = event;
      const draft = form === editForm() && draftOnItsWay(form);
      if (!draft) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      draft.finally(() => {
        // The button that shows its progress is disabled, and would not say what to do with the form.
        const waiting = submitter?.hasAttribute("disabled");
        submitter?.removeAttribute("disabled");
        form.requestSubmit(submitter);
        submitter?.toggleAttribute("disabled", waiting);
      });
    },
    true,
  );

  window.addEventListener("load", () => {
    const form = editForm();
    if (!form || !wasRefused(form)) return;
    let waiting = 0;
    const changed = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => wasRefused(form) && tell(form), Number(form.dataset.wAutosaveIntervalValue) || 500);
    };
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    // Any other interval makes Wagtail begin to look.
    const again = () => (form.dataset.wUnsavedCheckIntervalValue = "501");
    document.addEventListener("w-autosave:success", again, { once: true });
  });
}
