import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { FakeApi } from "@/testing/fake-api.ts";
import { openApp } from "@/testing/render-app.tsx";

async function logIn({ user }: ReturnType<typeof openApp>, password: string) {
  await user.type(await screen.findByLabelText("E-mail address"), "ana@example.test");
  await user.type(screen.getByLabelText("Password"), password);
  await user.click(screen.getByRole("button", { name: "Log in" }));
}

describe("signing in", () => {
  it("leads back to the address that was asked for", async () => {
    const stage = openApp("/billing", { signedIn: false });
    await screen.findByRole("heading", { name: "Log in" });
    expect(stage.path()).toBe("/login?next=%2Fbilling");
    await logIn(stage, "correct horse");
    expect(await screen.findByRole("heading", { name: "Billing" })).toBeInTheDocument();
    expect(stage.path()).toBe("/billing");
  });

  it("says that the password is wrong, and keeps the address typed", async () => {
    const stage = openApp("/login", { signedIn: false });
    await logIn(stage, "wrong horse");
    expect(await screen.findByRole("alert")).toHaveTextContent("E-mail address or password is wrong.");
    expect(screen.getByLabelText("E-mail address")).toHaveValue("ana@example.test");
  });

  it("sends nothing while a field is missing", async () => {
    const { user, api } = openApp("/login", { signedIn: false });
    await user.click(await screen.findByRole("button", { name: "Log in" }));
    expect(await screen.findByText("Enter your e-mail address.")).toBeInTheDocument();
    expect(screen.getByLabelText("E-mail address")).toHaveFocus();
    expect(api.log).toEqual([]);
  });

  it("never puts a token into the browser's storage", async () => {
    const stage = openApp("/", { signedIn: false });
    await logIn(stage, "correct horse");
    await screen.findByRole("heading", { level: 1, name: "Home" });
    expect(JSON.stringify(Object.entries(localStorage))).not.toMatch(/token-|refresh-|correct horse/);
  });
});

describe("signing up", () => {
  it("goes from the form over the mail to a login that works", async () => {
    const api = new FakeApi(() => Date.now());
    const stage = openApp("/signup", { api, signedIn: false });
    await stage.user.type(await screen.findByLabelText("E-mail address"), "eva@example.test");
    await stage.user.type(screen.getByLabelText("Password"), "short");
    await stage.user.click(screen.getByRole("button", { name: "Create account" }));
    expect(await screen.findByText("Use at least 8 characters.")).toBeInTheDocument();
    await stage.user.type(screen.getByLabelText("Password"), " no more");
    await stage.user.click(screen.getByRole("button", { name: "Create account" }));
    expect(await screen.findByText(/If eva@example.test can get an account/)).toBeInTheDocument();
    expect(screen.getByRole("button", { name: /^Send again in 0:/ })).toHaveAttribute("aria-disabled", "true");
    expect(api.bodies[0]?.body).toEqual({ email: "eva@example.test", password: "short no more", locale: "en" });
  });

  it("verifies once, though the page renders twice", async () => {
    const api = new FakeApi(() => Date.now());
    api.users.set("eva@example.test", { password: "long enough", verified: false });
    openApp("/verify?token=eva%40example.test", { api, signedIn: false });
    expect(await screen.findByText("Your address is verified. You can log in now.")).toBeInTheDocument();
    expect(api.log.filter((call) => call.includes("verify-email"))).toHaveLength(1);
  });

  it("says that a link was used before", async () => {
    openApp("/verify?token=ana%40example.test", { signedIn: false });
    expect(await screen.findByRole("alert")).toHaveTextContent("This link was used already or is too old.");
  });
});

describe("a session that ends in use", () => {
  it("asks for the login over the page, keeps what was typed, and finishes the click", async () => {
    const { user, api } = openApp("/keys");
    await user.click(await screen.findByRole("button", { name: "Add SSH key" }));
    await user.type(screen.getByLabelText("Public key"), "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGxhcHRvcC1rZXk");
    await user.type(screen.getByLabelText("Name"), "laptop");
    api.endSession();
    await user.click(screen.getByRole("button", { name: "Add key" }));
    const dialog = await screen.findByRole("dialog", { name: "Your session ended" });
    expect(dialog).toBeInTheDocument();
    await user.type(screen.getByLabelText("Password"), "correct horse");
    await user.click(screen.getByRole("button", { name: "Log in" }));
    expect(await screen.findByText(/^SHA256:/)).toBeInTheDocument();
    expect(api.sshKeys.map((key) => key.name)).toEqual(["laptop"]);
  });

  it("renews silently when only the token ended", async () => {
    const { user, api } = openApp("/");
    await screen.findByText("No machines yet");
    api.expireTokens();
    await user.click(screen.getByRole("link", { name: "Billing" }));
    expect(await screen.findByText("Promotional credit")).toBeInTheDocument();
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  });

  it("leaves nothing behind after a sign-out", async () => {
    const stage = openApp("/");
    localStorage.setItem("dumont.draft.rent.usr_1", "{}");
    await stage.user.click(await screen.findByRole("button", { name: /Account and display/ }));
    await stage.user.click(screen.getByRole("button", { name: "Log out" }));
    expect(await screen.findByRole("heading", { name: "Log in" })).toBeInTheDocument();
    await waitFor(() => expect(localStorage.getItem("dumont.draft.rent.usr_1")).toBeNull());
    expect(stage.queries.getQueryCache().getAll().filter((query) => query.state.data !== undefined)).toEqual([]);
  });
});

it("waits for a platform that does not answer, without throwing the session away", async () => {
  const api = new FakeApi(() => Date.now());
  api.fail("POST", /refresh/, 503, "maintenance");
  const { user } = openApp("/", { api });
  expect(await screen.findByText("Dumont Cloud does not answer")).toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Try now" }));
  expect(await screen.findByText("No machines yet")).toBeInTheDocument();
});

it("speaks the chosen language at once and tells the account", async () => {
  const { user, api } = openApp("/");
  await user.click(await screen.findByRole("button", { name: /Account and display/ }));
  await user.selectOptions(screen.getByLabelText("Language"), "pt-BR");
  expect(await screen.findByRole("heading", { level: 1, name: "Início" })).toBeInTheDocument();
  await vi.waitFor(() => expect(api.account.locale).toBe("pt-BR"));
  expect(document.documentElement.lang).toBe("pt-BR");
});
