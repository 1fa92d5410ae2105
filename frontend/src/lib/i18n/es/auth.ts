import type { Texts } from "../en/index.ts";

export const auth: Texts["auth"] = {
  login: { title: "Entrar", submit: "Entrar", noAccount: "¿Es nuevo aquí?", signUp: "Crear una cuenta" },
  signup: {
    title: "Crear una cuenta",
    submit: "Crear cuenta",
    haveAccount: "¿Ya tiene cuenta?",
    logIn: "Entrar",
    sentTitle: "Mire su correo",
    sent: "Si {{email}} puede tener una cuenta, un correo con un enlace está en camino. El enlace vale 24 horas.",
    again: "Enviar de nuevo",
    againIn: "Enviar de nuevo en {{time}}",
  },
  verify: {
    title: "Dirección de correo",
    working: "Comprobando el enlace",
    done: "Su dirección está verificada. Ya puede entrar.",
    noToken: "Este enlace está incompleto. Ábralo otra vez desde el correo.",
    logIn: "Entrar",
    signUp: "Registrarse de nuevo",
  },
  relogin: { title: "Su sesión terminó", text: "Entre para continuar. Esta página y lo que escribió se quedan.", other: "Usar otra cuenta" },
  email: "Dirección de correo",
  password: "Contraseña",
  passwordRule: "De 8 a 128 caracteres, los que quiera",
  pitch: "Alquile cualquier GPU, conserve una máquina.",
  pitchMore: "Un nombre, un comando SSH y una cuenta, sea cual sea el hardware de debajo.",
  needEmail: "Escriba su dirección de correo.",
  badEmail: "Esto no parece una dirección de correo.",
  needPassword: "Escriba su contraseña.",
  shortPassword: "Use al menos 8 caracteres.",
  longPassword: "Use como máximo 128 caracteres.",
};
