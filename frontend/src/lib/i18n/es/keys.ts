import type { Texts } from "../en/index.ts";

export const keys: Texts["keys"] = {
  title: "Claves",
  ssh: {
    title: "Claves SSH", lead: "Todas sus máquinas aceptan estas claves. Las que están en marcha se ponen al día en 10 segundos.",
    empty: "Aún no hay claves SSH. Añada una para entrar en las máquinas.", add: "Añadir clave SSH", name: "Nombre", nameHint: "por ejemplo portátil", publicKey: "Clave pública",
    publicKeyHint: "Una línea de un archivo .pub, como ~/.ssh/id_ed25519.pub", submit: "Añadir clave", added: "Añadida el {{date}}", used: "usada {{time}}", unused: "aún sin usar",
    remove: "Quitar", removeTitle: "¿Quitar {{name}}?", removeText: "Las máquinas dejan de aceptar esta clave en 10 segundos. Las sesiones abiertas siguen.", needName: "Dé un nombre a la clave.",
    needKey: "Pegue la clave pública.", private: "Esta es una clave privada. Guárdela en secreto y pegue el archivo .pub.", notKey: "Esto no parece una clave pública SSH.",
  },
  api: {
    title: "Claves de API", lead: "Para programas: una clave puede lo que permiten sus ámbitos y nada más.",
    empty: "Aún no hay claves de API.", add: "Crear clave de API", name: "Nombre", nameHint: "por ejemplo ci", role: "Papel", scopes: "Ámbitos", expires: "Caduca en días", submit: "Crear clave",
    roleRead: "Solo lectura", roleDeploy: "Despliegue", roleFull: "Completa", expiresAt: "caduca el {{date}}", expired: "caducó el {{date}}", noExpiry: "no caduca", revoked: "revocada el {{date}}",
    used: "usada {{time}}", unused: "aún sin usar", revoke: "Revocar", revokeTitle: "¿Revocar {{name}}?", revokeText: "Los programas que la usan se rechazan al instante. No hay vuelta atrás.",
    secretTitle: "El secreto de {{name}}", secretText: "Cópielo ahora. Se muestra solo esta vez y se guarda solo como hash.", secret: "secreto", saved: "Ya lo guardé", needName: "Dé un nombre a la clave.",
    needScope: "Elija al menos un ámbito.", daysRule: "Un número entero de 1 a 365.",
  },
};
