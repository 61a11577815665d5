import { Monitor, Moon, Sun } from "lucide-react";
import type { Theme } from "./chrome-cookies.ts";
import { setTheme } from "./set-chrome.ts";

const CHOICES = [
  { theme: "system", word: "As the system", Icon: Monitor },
  { theme: "light", word: "Light", Icon: Sun },
  { theme: "dark", word: "Dark", Icon: Moon },
] as const;

/** Light, dark, or as the system says. A plain form: it works before scripts do. */
export function ThemeSwitch({ theme }: { theme: Theme }) {
  return (
    <form action={setTheme}>
      <div className="theme-switch" role="group" aria-label="Theme">
        {CHOICES.map(({ theme: choice, word, Icon }) => (
          <button key={choice} type="submit" name="theme" value={choice} className="icon-btn" aria-pressed={choice === theme} aria-label={word} title={word}>
            <Icon aria-hidden="true" />
          </button>
        ))}
      </div>
    </form>
  );
}
