import { useTexts } from "@/lib/i18n/use-texts.ts";

const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$|^[^\s@]+@localhost$/;

export interface Credentials {
  email: string;
  password: string;
}

export function useCredentialRules() {
  const { t } = useTexts();
  return {
    email: { required: t("auth.needEmail"), pattern: { value: ADDRESS, message: t("auth.badEmail") } },
    password: { required: t("auth.needPassword") },
    newPassword: {
      required: t("auth.needPassword"),
      minLength: { value: 8, message: t("auth.shortPassword") },
      maxLength: { value: 128, message: t("auth.longPassword") },
    },
  };
}
