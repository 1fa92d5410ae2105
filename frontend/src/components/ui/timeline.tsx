import type { PlatformEvent } from "@/api/types.ts";
import { en } from "@/lib/i18n/en/index.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { Ago } from "./figures.tsx";
import { TEXT_TONE, type Tone } from "./state-badge.tsx";

function toneOf(severity: string): Tone {
  if (severity === "critical" || severity === "error") return "bad";
  if (severity === "warning" || severity === "warn") return "warn";
  return "accent";
}

const BACKUP_WORDS = Object.keys(en.backup.event) as (keyof typeof en.backup.event)[];
const MOVE_WORDS = Object.keys(en.failover.event) as (keyof typeof en.failover.event)[];

/** Our words for what happens to backups and for moves, in the reader's language; the server's message stays beside them. */
function useEventWords(): (event: PlatformEvent) => { title: string; more: string | null } {
  const { t } = useTexts();
  return ({ type, message }) => {
    const name = type.replace(".", "_");
    const backup = BACKUP_WORDS.find((own) => own === name);
    if (backup) return { title: t(`backup.event.${backup}`), more: message || null };
    const move = MOVE_WORDS.find((own) => own === name);
    return move ? { title: t(`failover.event.${move}`), more: message || null } : { title: message || type, more: null };
  };
}

interface TimelineProps {
  events: readonly PlatformEvent[];
  /** The machine's name in front of the entry, where a list spans machines. */
  subject?: (event: PlatformEvent) => React.ReactNode;
}

export function Timeline({ events, subject }: TimelineProps) {
  const { t } = useTexts();
  const words = useEventWords();
  return (
    <ol className="flex flex-col">
      {events.map((event) => (
        <li key={event.id} className="flex gap-3 border-b border-line py-2 last:border-0">
          <svg viewBox="0 0 8 8" className={`mt-1.5 size-2 shrink-0 ${TEXT_TONE[toneOf(event.severity)]}`} aria-hidden="true">
            <circle cx="4" cy="4" r="4" fill="currentColor" />
          </svg>
          <div className="min-w-0 flex-1">
            <p className="break-words">
              {subject?.(event)}
              {words(event).title}
            </p>
            {words(event).more && <p className="break-words text-muted">{words(event).more}</p>}
            <p className="text-xs text-muted">
              <code>{event.type}</code>
              {event.actor && <span>{` · ${t("machine.events.by", { actor: event.actor.type })}`}</span>}
            </p>
          </div>
          <span className="shrink-0 text-xs text-muted">
            <Ago at={event.at} />
          </span>
        </li>
      ))}
    </ol>
  );
}
