/*
 * Nothing typed is lost with the session: what ends it is noticed where somebody writes, and said; they log in
 * again in another tab, and what they wrote is still there and is saved. No form is sent to the log-in page.
 */
(() => {
  const script = document.currentScript;
  const { stateUrl, loginUrl } = script.dataset;
  const texts = JSON.parse(script.dataset.texts);
  // How often it is asked, in milliseconds: while somebody writes, while they log in elsewhere.
  const CALM = 60000;
  const EAGER = 2000;

  /** What the server last said: "in", "out", or "silent" where it does not answer. */
  let known = "in";
  /** Forms in which something was typed and not sent. */
  const written = new Set();
  let timer = 0;
  // Each question in vain makes the next one wait longer; whoever comes back to the tab asks at once.
  let eager = EAGER;
  let dialog = null;
  let notice = null;

  const editor = () => document.querySelector("[data-edit-form]");
  const somebodyWrites = () => Boolean(editor() || written.size || document.querySelector("[data-kept-form]"));
  const isSent = (form) => form.method === "post" && !form.closest(".modal");

  function understand(answer) {
    if (!answer.is_in) {
      return become("out");
    }
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => {
      field.value = answer.csrf;
    });
    if (window.wagtailConfig) {
      window.wagtailConfig.CSRF_TOKEN = answer.csrf;
    }
    return become("in", answer.seconds);
  }

  function become(state, seconds = Infinity) {
    const before = known;
    known = state;
    window.clearTimeout(timer);
    eager = state === "in" ? EAGER : Math.min(CALM, eager * 1.5);
    timer = window.setTimeout(ask, state === "in" ? Math.min(CALM, seconds * 1000 + EAGER) : eager);
    if (state === "in") {
      if (before !== "in") {
        goOn();
      }
    } else if (before !== state) {
      tell(state);
    }
    return state;
  }

  async function ask() {
    if (!somebodyWrites() && known === "in") {
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, CALM);
      return;
    }
    try {
      const response = await fetch(stateUrl, { cache: "no-store", headers: { Accept: "application/json" } });
      understand(await response.json());
    } catch {
      // Wagtail's own editor says so; a form that is sent meanwhile is held back.
      window.clearTimeout(timer);
      eager = Math.min(CALM, eager * 1.5);
      timer = window.setTimeout(ask, known === "in" ? CALM : eager);
    }
  }

  /** At once, before a form leaves: there is no waiting once it has. */
  function askNow() {
    const request = new XMLHttpRequest();
    request.open("GET", stateUrl, false);
    request.setRequestHeader("Accept", "application/json");
    try {
      request.send();
      return understand(JSON.parse(request.responseText));
    } catch {
      return become("silent");
    }
  }

  function tell(state) {
    dialog?.remove();
    dialog = document.createElement("dialog");
    dialog.className = "session-ended";
    dialog.setAttribute("aria-labelledby", "session-ended-title");
    const title = document.createElement("h2");
    title.id = "session-ended-title";
    title.textContent = texts[state].title;
    const text = document.createElement("p");
    text.textContent = texts[state].text;
    const ways = document.createElement("p");
    ways.className = "session-ended__ways";
    if (state === "out") {
      const way = document.createElement("a");
      way.className = "button";
      way.href = loginUrl;
      way.target = "_blank";
      way.textContent = texts.logIn;
      ways.append(way);
    }
    const stay = document.createElement("button");
    stay.type = "button";
    stay.className = "button button-secondary";
    stay.textContent = texts.close;
    stay.addEventListener("click", () => dialog.close());
    ways.append(stay);
    dialog.append(title, text, ways);
    document.body.append(dialog);
    dialog.showModal();
  }

  function goOn() {
    dialog?.remove();
    dialog = null;
    if (!notice) {
      notice = document.createElement("p");
      notice.className = "session-back";
      notice.setAttribute("role", "status");
      document.body.append(notice);
    }
    const form = editor();
    const saves = form?.dataset.controller?.includes("w-autosave");
    notice.textContent = saves ? texts.saved : texts.sendAgain;
    window.setTimeout(() => {
      notice.textContent = "";
    }, 10000);
    if (saves) {
      form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true, detail: {} }));
    }
  }

  function hold(event) {
    const form = event.target;
    if (!isSent(form)) {
      return;
    }
    if (askNow() === "in") {
      written.delete(form);
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!dialog?.open) {
      tell(known);
    }
    // A button that shows its progress, from this moment on, would wait for an answer that does not come.
    window.setTimeout(() => event.submitter?.setAttribute("data-w-progress-loading-value", "false"));
  }

  function warn(event) {
    // Wagtail's own forms warn by themselves.
    const own = [...written].filter((form) => form.isConnected && !form.matches("[data-controller~=w-unsaved]"));
    if (own.length) {
      event.preventDefault();
    }
  }

  function begin() {
    if (!document.querySelector("#wagtail-sidebar, [data-kept-form]")) {
      return;
    }
    document.addEventListener("input", ({ target }) => {
      if (target.form && isSent(target.form) && target.type !== "checkbox" && target.type !== "radio") {
        written.add(target.form);
      }
    });
    // Wagtail looks at a form two seconds after it was opened, and takes what was typed until then for its content.
    document.addEventListener("w-unsaved:watch-edits", ({ target }) => {
      if (written.has(target)) {
        target.setAttribute("data-w-unsaved-force-value", "true");
      }
    });
    document.addEventListener("submit", hold, true);
    document.addEventListener("w-autosave:error", ask);
    document.addEventListener("w-swap:error", ask);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && ask());
    window.addEventListener("focus", ask);
    window.addEventListener("beforeunload", warn);
    ask();
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", begin);
  } else {
    begin();
  }
})();
