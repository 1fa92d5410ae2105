import type { Texts } from "../en/index.ts";

export const keys: Texts["keys"] = {
  title: "Chaves",
  ssh: {
    title: "Chaves SSH", lead: "Todas as suas máquinas aceitam estas chaves. As que estão em execução acompanham em até 10 segundos.",
    empty: "Nenhuma chave SSH ainda. Adicione uma para entrar nas máquinas.", add: "Adicionar chave SSH", name: "Nome", nameHint: "por exemplo notebook", publicKey: "Chave pública",
    publicKeyHint: "Uma linha de um arquivo .pub, como ~/.ssh/id_ed25519.pub", submit: "Adicionar chave", added: "Adicionada em {{date}}", used: "usada {{time}}", unused: "ainda não usada",
    remove: "Remover", removeTitle: "Remover {{name}}?", removeText: "As máquinas deixam de aceitar esta chave em até 10 segundos. Sessões abertas ficam.", needName: "Dê um nome à chave.",
    needKey: "Cole a chave pública.", private: "Esta é uma chave privada. Guarde-a em segredo e cole o arquivo .pub.", notKey: "Isto não parece uma chave pública SSH.",
  },
  api: {
    title: "Chaves de API", lead: "Para programas: uma chave pode o que seus escopos permitem, e nada mais.",
    empty: "Nenhuma chave de API ainda.", add: "Criar chave de API", name: "Nome", nameHint: "por exemplo ci", role: "Papel", scopes: "Escopos", expires: "Expira em dias", submit: "Criar chave",
    roleRead: "Só leitura", roleDeploy: "Implantação", roleFull: "Completa", expiresAt: "expira em {{date}}", expired: "expirou em {{date}}", noExpiry: "não expira", revoked: "revogada em {{date}}",
    used: "usada {{time}}", unused: "ainda não usada", revoke: "Revogar", revokeTitle: "Revogar {{name}}?", revokeText: "Programas que a usam são recusados na hora. Não há volta.",
    secretTitle: "O segredo de {{name}}", secretText: "Copie agora. É mostrado só desta vez e guardado apenas como hash.", secret: "segredo", saved: "Já guardei", needName: "Dê um nome à chave.",
    needScope: "Escolha pelo menos um escopo.", daysRule: "Um número inteiro de 1 a 365.",
  },
};
