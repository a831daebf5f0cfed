// What a page around a picture needs beyond links and details: to print one card alone, to follow a card up.
"use strict";
(() => {
  const { facts, say } = window.intreccio;

  document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => {
    const card = document.getElementById(button.dataset.print), printed = "printed";
    document.body.classList.add("one");
    card.classList.add(printed);
    window.print();
    document.body.classList.remove("one");
    card.classList.remove(printed);
  }));

  // What a cell opens onto is only text until it is opened: of a large territory it is most of the page.
  document.addEventListener("toggle", ({ target }) => {
    const text = target.querySelector(":scope > noscript");
    if (text) text.outerHTML = text.textContent;
  }, true);

  // Who speaks is remembered by this browser alone; one that keeps nothing asks each time.
  const WHO = "intreccio-who", DONE_WITH = ["closed", "dismissed"];
  const kept = (() => { try { return window.localStorage; } catch { return null; } })();
  const forms = [...document.querySelectorAll("[data-follow]")];
  const fill = () => forms.forEach(({ elements: { who } }) => { who.value ||= kept?.getItem(WHO) ?? ""; });
  const date = new Intl.DateTimeFormat(facts.language === "en" ? "en-GB" : facts.language, { dateStyle: "long", timeZone: "UTC" });

  // What the server answers: the card as it is now, or in its words why not.
  async function sent(card, said) {
    const headers = { "Content-Type": "application/json" };
    try {
      const answer = await fetch(`/gaps/${encodeURIComponent(card)}/follow-up`, { method: "PUT", headers, body: JSON.stringify(said) });
      return await answer.json();
    } catch {
      return { detail: say("no_answer") };
    }
  }

  function told({ state, who, at, reason }, word) {
    const parts = [say("followed", { state: word, who, date: date.format(new Date(at)) })];
    if (reason) parts.push(say("followed_why", { reason }));
    if (DONE_WITH.includes(state)) parts.push(say("laid_aside"));
    return parts.join(" ");
  }

  for (const form of forms) {
    const { state, who, reason } = form.elements;
    const button = form.querySelector("button"), problem = form.querySelector(".problem");
    const needs = () => { reason.required = state.value === "dismissed"; };
    state.addEventListener("change", needs);
    needs();
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      button.disabled = true;
      const word = state.selectedOptions[0].text;
      const found = await sent(form.dataset.follow, { state: state.value, who: who.value.trim(), reason: reason.value.trim() || null });
      button.disabled = false;
      problem.textContent = found.follow_up ? "" : found.detail;
      if (!found.follow_up) return;
      reason.value = "";
      form.closest(".card").querySelector(".followed").textContent = told(found.follow_up, word);
      const fold = form.closest("details");
      fold.open = false;
      fold.querySelector("summary").focus();
      kept?.setItem(WHO, found.follow_up.who);
      fill();
    });
  }
  fill();
})();
