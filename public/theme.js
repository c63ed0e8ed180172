// Applies the stored theme before the first paint. The key and values are owned by src/lib/theme.ts.
try {
  const theme = localStorage.getItem("arena-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be blocked: the system's preference then decides.
}
