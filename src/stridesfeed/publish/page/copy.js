if (navigator.clipboard) {
  const status = document.getElementById("status");
  for (const button of document.querySelectorAll("[data-copy]")) {
    const label = button.firstChild, copy = label.data;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
      } catch {
        return;
      }
      label.data = status.textContent = status.dataset.copied;
      setTimeout(() => {
        label.data = copy;
        status.textContent = "";
      }, 2000);
    });
  }
}
