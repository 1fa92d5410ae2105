import { Dialog } from "@base-ui/react/dialog";
import { useQueryClient } from "@tanstack/react-query";
import { usePlatform } from "@/api/context.ts";
import { queryKeys } from "@/api/query-keys.ts";
import type { Account } from "@/api/types.ts";
import { Button } from "@/components/ui/button.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { LoginForm } from "./login-form.tsx";

/** Over the page, which stays as it is: the requests that wait go on after the login. */
export function ReloginDialog() {
  const { t } = useTexts();
  const { session } = usePlatform();
  const account = useQueryClient().getQueryData<Account>(queryKeys.account);
  const other = () => void session.logout().catch(() => undefined);
  return (
    <Dialog.Root open modal disablePointerDismissal>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-[#00000080]" />
        <Dialog.Popup className="fixed inset-x-3 top-[8vh] z-50 mx-auto flex max-w-sm flex-col gap-4 rounded-md border border-line bg-raised p-5 shadow-2xl">
          <Dialog.Title className="text-lg">{t("auth.relogin.title")}</Dialog.Title>
          <Dialog.Description className="text-muted">{t("auth.relogin.text")}</Dialog.Description>
          <LoginForm {...(account ? { fixedEmail: account.email } : {})} />
          <Button look="quiet" onClick={other}>
            {t("auth.relogin.other")}
          </Button>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
