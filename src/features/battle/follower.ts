import { type Extent, followDelta } from "./follow-target";
import { Glide } from "./glide";

/** What the sticky HUD and the dock cover where they cannot be measured, and the air around the words. */
const HUD_PX = 112;
const DOCK_PX = 96;
const AIR_PX = 12;
const UP_KEYS = new Set(["ArrowUp", "PageUp", "Home"]);

/**
 * Keeps the newest words inside `content` in view until the reader scrolls up: then nothing moves any more. Following
 * resumes when the reader comes back down to the words, or by `jump`. Knows no React.
 */
export class Follower {
  #following = true;
  readonly #glide = new Glide();
  #lastY = scrollY;
  #lastHeight = document.documentElement.scrollHeight;
  #touchY = 0;
  #pressed = false;
  #frame = 0;
  readonly #stop = new AbortController();
  readonly #grown = new MutationObserver(() => this.#lookSoon());

  constructor(
    private readonly content: HTMLElement,
    private readonly reducedMotion: boolean,
    private readonly changed: (following: boolean) => void,
  ) {
    const options = { passive: true, signal: this.#stop.signal };
    addEventListener("scroll", () => this.#onScroll(), options);
    addEventListener("wheel", (event) => event.deltaY < 0 && this.#yield(), options);
    addEventListener("touchstart", (event) => (this.#touchY = fingerY(event)), options);
    addEventListener("touchmove", (event) => fingerY(event) > this.#touchY && this.#yield(), options);
    addEventListener("pointerdown", (event) => event.button === 0 && this.#press(), options);
    addEventListener("pointerup", () => this.#release(), options);
    addEventListener("pointercancel", () => this.#release(), options);
    addEventListener("keydown", (event) => UP_KEYS.has(event.key) && this.#yield(), options);
    this.#grown.observe(content, { subtree: true, childList: true, characterData: true });
    this.#lookSoon();
  }

  jump(): void {
    this.#set(true);
    this.#scrollToWords();
  }

  stop(): void {
    this.#stop.abort();
    this.#grown.disconnect();
    this.#glide.stop();
    cancelAnimationFrame(this.#frame);
  }

  #set(following: boolean): void {
    if (this.#following === following) return;
    this.#following = following;
    if (!following) this.#glide.stop();
    this.changed(following);
  }

  #yield(): void {
    if (scrollY > 0) this.#set(false);
  }

  /** A button that scrolls away under a pointer that is down would not be pressed. */
  #press(): void {
    this.#pressed = true;
    this.#glide.stop();
  }

  #release(): void {
    this.#pressed = false;
    this.#lookSoon();
  }

  #lookSoon(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.#following && !this.#pressed) this.#scrollToWords();
    });
  }

  #scrollToWords(): void {
    const delta = wordsDelta(this.content);
    if (Math.abs(delta) < 1) return;
    const top = Math.max(0, Math.min(scrollY + delta, document.documentElement.scrollHeight - innerHeight));
    if (this.reducedMotion || Math.abs(delta) > innerHeight) this.#glide.jump(top);
    else this.#glide.to(top);
  }

  #onScroll(): void {
    const moved = scrollY - this.#lastY;
    const height = document.documentElement.scrollHeight;
    // Content above that shrinks pulls the page up too, and that is not the reader. Words that flow only make it longer.
    const shrunk = height < this.#lastHeight;
    this.#lastY = scrollY;
    this.#lastHeight = height;
    if (this.#glide.undisturbed) return;
    this.#glide.stop();
    if (moved < 0 && !shrunk) this.#set(false);
    else if (moved > 0 && wordsDelta(this.content) <= 0) this.#set(true);
    this.#lookSoon();
  }
}

const fingerY = (event: TouchEvent): number => event.touches[0]?.clientY ?? 0;

function wordsDelta(content: HTMLElement): number {
  const { card, words } = newest(content);
  return card && words
    ? followDelta(freeView(), card.getBoundingClientRect(), words.getBoundingClientRect().bottom)
    : 0;
}

/** The first turn under way, or whose words still flow onto the screen; when nobody speaks, what came last. */
function newest(content: HTMLElement): { card?: HTMLElement | undefined; words?: HTMLElement | null | undefined } {
  const flowing = content.querySelector<HTMLElement>('article:is([aria-busy="true"], :has(.caret-here))');
  if (flowing) return { card: flowing, words: flowing.querySelector("[data-turn-text]") };
  // Nobody speaks: what the referee made of the last words stands at the foot of their card.
  const last = [...content.querySelectorAll<HTMLElement>("article[data-turn-id], [data-newest]")].at(-1);
  return { card: last, words: last };
}

/** The dock grows while there is something to choose or to type. */
function freeView(): Extent {
  const hud = document.querySelector("[data-hud]")?.getBoundingClientRect();
  const dock = document.querySelector("[data-dock]")?.getBoundingClientRect();
  return {
    top: hud ? hud.bottom + AIR_PX : HUD_PX,
    bottom: dock ? dock.top - AIR_PX : innerHeight - DOCK_PX,
  };
}
