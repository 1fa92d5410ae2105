import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useForm } from "react-hook-form";
import { newIntentKey } from "@/api/client.ts";
import { useApi } from "@/api/context.ts";
import { addSshKey } from "@/api/keys.ts";
import { asProblem } from "@/api/problem.ts";
import { queryKeys } from "@/api/query-keys.ts";
import { Button } from "@/components/ui/button.tsx";
import { AreaField, Field } from "@/components/ui/field.tsx";
import { ProblemNote } from "@/components/ui/problem-note.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { readPublicKey } from "../model/public-key.ts";

interface KeyForm {
  name: string;
  publicKey: string;
}

export function SshKeyForm({ onDone }: { onDone: () => void }) {
  const { t } = useTexts();
  const api = useApi();
  const queries = useQueryClient();
  const intent = useRef(newIntentKey());
  const form = useForm<KeyForm>({ defaultValues: { name: "", publicKey: "" } });
  const { errors } = form.formState;
  const add = useMutation({
    mutationFn: ({ name, publicKey }: KeyForm) => addSshKey(api, { name: name.trim(), public_key: publicKey.trim() }, intent.current),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: queryKeys.sshKeys });
      onDone();
    },
    onError: () => {
      intent.current = newIntentKey();
    },
  });
  const validKey = (text: string) => {
    const reading = readPublicKey(text);
    if (reading.ok) return true;
    return reading.why === "private" ? t("keys.ssh.private") : t("keys.ssh.notKey");
  };
  const suggestName = (text: string) => {
    const reading = readPublicKey(text);
    if (reading.ok && reading.comment !== "" && form.getValues("name") === "") form.setValue("name", reading.comment.slice(0, 64));
  };
  return (
    <form className="mb-4 flex flex-col gap-4 border-b border-line pb-4" noValidate onSubmit={(event) => void form.handleSubmit((values) => add.mutate(values))(event)}>
      <AreaField
        label={t("keys.ssh.publicKey")}
        hint={t("keys.ssh.publicKeyHint")}
        spellCheck={false}
        autoComplete="off"
        error={errors.publicKey?.message}
        {...form.register("publicKey", { required: t("keys.ssh.needKey"), validate: validKey, onBlur: (event: { target: { value: string } }) => suggestName(event.target.value) })}
      />
      <Field label={t("keys.ssh.name")} hint={t("keys.ssh.nameHint")} autoComplete="off" error={errors.name?.message} {...form.register("name", { validate: (name) => name.trim() !== "" || t("keys.ssh.needName") })} />
      {add.error && <ProblemNote problem={asProblem(add.error)} />}
      <div className="flex gap-2">
        <Button type="submit" look="primary" busy={add.isPending}>
          {t("keys.ssh.submit")}
        </Button>
        <Button onClick={onDone}>{t("common.cancel")}</Button>
      </div>
    </form>
  );
}
