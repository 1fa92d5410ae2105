import { useQuery } from "@tanstack/react-query";
import { useApi } from "@/api/context.ts";
import { sshKeysQuery } from "@/api/keys.ts";
import { ButtonLink } from "@/components/ui/button.tsx";
import { CheckField } from "@/components/ui/field.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";

/** An empty choice means all keys, which is also what the API does. */
export function KeyChoice({ chosen, onChange }: { chosen: readonly string[]; onChange: (keys: string[]) => void }) {
  const { t } = useTexts();
  const answer = useQuery(sshKeysQuery(useApi()));
  return (
    <Panel
      title={t("rent.keys")}
      answer={answer}
      rows={2}
      isEmpty={(list) => list.data.length === 0}
      empty={
        <div className="flex flex-col items-start gap-2">
          <p className="font-medium text-warn">{t("rent.noKeys")}</p>
          <ButtonLink to="/keys">{t("rent.addKey")}</ButtonLink>
        </div>
      }
    >
      {(list) => (
        <fieldset className="flex flex-col gap-1.5">
          <legend className="pb-2 text-xs text-muted">{t("rent.keysHint")}</legend>
          {list.data.map((key) => (
            <CheckField
              key={key.id}
              label={key.name}
              hint={<code className="break-all">{key.fingerprint}</code>}
              checked={chosen.includes(key.id)}
              onChange={(event) => onChange(event.target.checked ? [...chosen, key.id] : chosen.filter((id) => id !== key.id))}
            />
          ))}
        </fieldset>
      )}
    </Panel>
  );
}
