import type { Texts } from "../en/index.ts";

export const auth: Texts["auth"] = {
  login: { title: "Entrar", submit: "Entrar", noAccount: "É novo aqui?", signUp: "Criar uma conta" },
  signup: {
    title: "Criar uma conta",
    submit: "Criar conta",
    haveAccount: "Já tem conta?",
    logIn: "Entrar",
    sentTitle: "Veja sua caixa de entrada",
    sent: "Se {{email}} puder ter uma conta, um e-mail com um link está a caminho. O link vale por 24 horas.",
    again: "Enviar de novo",
    againIn: "Enviar de novo em {{time}}",
  },
  verify: {
    title: "Endereço de e-mail",
    working: "Verificando o link",
    done: "Seu endereço foi verificado. Agora você pode entrar.",
    noToken: "Este link está incompleto. Abra-o de novo a partir do e-mail.",
    logIn: "Entrar",
    signUp: "Cadastrar-se de novo",
  },
  relogin: { title: "Sua sessão terminou", text: "Entre para continuar. Esta página e o que você digitou ficam.", other: "Usar outra conta" },
  email: "Endereço de e-mail",
  password: "Senha",
  passwordRule: "8 a 128 caracteres, os que quiser",
  pitch: "Alugue qualquer GPU, mantenha uma máquina.",
  pitchMore: "Um nome, um comando SSH e uma conta, seja qual for o hardware por baixo.",
  needEmail: "Informe seu endereço de e-mail.",
  badEmail: "Isto não parece um endereço de e-mail.",
  needPassword: "Informe sua senha.",
  shortPassword: "Use pelo menos 8 caracteres.",
  longPassword: "Use no máximo 128 caracteres.",
};
