#!/bin/sh
# Turns a rented box into the user's machine: fetches the agent, checks it, starts it under a restart loop.
# Run again at every start of the box; what is done already is not done twice. Needs no root: everything it writes is
# below the folders named here.
#
#   DUMONT_URL             base URL of the platform
#   DUMONT_TOKEN           one-time token; spent at the first enrolment
#   DUMONT_AGENT_SHA256    checksum of the agent's archive
#   DUMONT_HOME            where the agent lives (/opt/dumont)
#   DUMONT_SSHD_DIR        configuration of sshd (/etc/ssh)
#   DUMONT_SSHD_PID_FILE   where sshd writes its process id (/run/sshd.pid)
#   DUMONT_SSHD_PORT       the port that the vendor maps (22)
#   DUMONT_SSHD_WAIT       seconds that the image's own sshd has to come up (20)
set -u
umask 022

url=${DUMONT_URL:-}
url=${url%/}
home=${DUMONT_HOME:-/opt/dumont}
sshd_dir=${DUMONT_SSHD_DIR:-/etc/ssh}
sshd_pid=${DUMONT_SSHD_PID_FILE:-/run/sshd.pid}
sshd_port=${DUMONT_SSHD_PORT:-22}
sum=$(printf '%s' "${DUMONT_AGENT_SHA256:-}" | tr 'A-F' 'a-f' | cut -d ' ' -f 1)
name=dumont-agent-linux-x86_64.tar.gz
work=

say() {
    printf 'dumont-bootstrap: %s\n' "$*" >&2
}

have() {
    command -v "$1" >/dev/null 2>&1
}

cleanup() {
    [ -z "$work" ] || rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 1' HUP INT TERM

# Text as a JSON string, without the characters that would need escaping.
json() {
    printf '%s' "$1" | tr -d '\042\134' | tr '\n\t\r' '   '
}

# The platform hears of it if the network allows; this box's log has it in any case.
report() {
    [ -n "$url" ] || return 0
    body="{\"what\":\"$(json "$1")\",\"remedy\":\"$(json "$2")\"}"
    if have curl; then
        curl -fsS -m 10 -o /dev/null -H 'Content-Type: application/json' -d "$body" \
            "$url/agent/v1/bootstrap-failure" 2>/dev/null || true
    elif have wget; then
        wget -q -T 10 -t 1 -O /dev/null --header='Content-Type: application/json' --post-data="$body" \
            "$url/agent/v1/bootstrap-failure" 2>/dev/null || true
    fi
}

# fail WHAT REMEDY
fail() {
    say "$1: $2"
    report "$1" "$2"
    exit 1
}

# fetch URL FILE
fetch() {
    if have curl; then
        curl -fsS --connect-timeout 10 -m 300 -o "$2" -w '%{speed_download}' "$1" >"$work/speed" || return 1
    elif have wget; then
        wget -q -T 60 -t 1 -O "$2" "$1"
    else
        fail "neither curl nor wget is here" "use an image that has one of them"
    fi
}

sha256() {
    if have sha256sum; then
        sha256sum "$1" | cut -d ' ' -f 1
    elif have openssl; then
        openssl dgst -sha256 -r "$1" | cut -d ' ' -f 1
    else
        fail "no tool computes SHA-256 here" "use an image with coreutils or openssl"
    fi
}

check_settings() {
    [ -n "$url" ] || fail "DUMONT_URL is not set" "start the box with the values that the platform gives"
    case $sum in
        *[!0-9a-f]* | '') fail "DUMONT_AGENT_SHA256 is not a checksum" "start the box with the values that the platform gives" ;;
    esac
    [ ${#sum} -eq 64 ] || fail "DUMONT_AGENT_SHA256 is not a checksum" "start the box with the values that the platform gives"
    case $(uname -s)/$(uname -m) in
        Linux/x86_64 | Linux/amd64) ;;
        *) fail "this is $(uname -s) on $(uname -m)" "rent a Linux box with an x86-64 processor" ;;
    esac
    for tool in tar gzip cut tr mktemp; do
        have "$tool" || fail "$tool is not here" "use an image that has it"
    done
    mkdir -p "$home/state" 2>/dev/null || fail "$home cannot be written" "set DUMONT_HOME to a folder that can"
    chmod 0700 "$home/state"
}

agent=$home/agent-$(printf '%.12s' "$sum")

install_agent() {
    if [ -x "$agent/bin/dumont-agent" ]; then
        return 0
    fi
    work=$(mktemp -d "$home/.fetch-XXXXXX") || fail "$home cannot be written" "is the disk full?"
    tries=0
    until fetch "$url/agent/$name" "$work/$name"; do
        tries=$((tries + 1))
        [ "$tries" -lt "${DUMONT_FETCH_TRIES:-5}" ] || fail "the agent cannot be downloaded from $url" "check the box's network"
        sleep $((tries * 2))
    done
    got=$(sha256 "$work/$name")
    [ "$got" = "$sum" ] || fail "the agent's checksum is $got, not $sum" "start the box again; if it stays so, give it back"
    mkdir "$work/unpacked"
    tar -xzf "$work/$name" -C "$work/unpacked" || fail "the agent cannot be unpacked" "is the disk full?"
    [ -x "$work/unpacked/dumont-agent/bin/dumont-agent" ] || fail "the archive holds no agent" "give the box back"
    rm -rf "$agent"
    mv "$work/unpacked/dumont-agent" "$agent" || fail "the agent cannot be put into $home" "is the disk full?"
    if [ -s "$work/speed" ]; then
        cut -d . -f 1 "$work/speed" >"$home/state/download-bytes-per-second"
    fi
    rm -rf "$work"
    work=
}

# Whether the process of a pid file lives and is what it should be.
lives() {
    [ -s "$1" ] || return 1
    pid=$(cat "$1")
    [ -d "/proc/$pid" ] && tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -q "$2"
}

start_agent() {
    if lives "$home/state/loop.pid" dumont-agent-loop; then
        say "the agent runs already"
        return 0
    fi
    export DUMONT_URL="$url" DUMONT_HOME="$home"
    if have setsid; then
        setsid "$agent/bin/dumont-agent-loop" </dev/null >>"$home/agent.log" 2>&1 &
    else
        nohup "$agent/bin/dumont-agent-loop" </dev/null >>"$home/agent.log" 2>&1 &
    fi
    say "the agent is started"
}

# Keys only. Written before sshd is started or the agent reloads it.
close_passwords() {
    if [ -d "$sshd_dir" ] && grep -Eqi '^[[:space:]]*include[[:space:]].*sshd_config\.d/' "$sshd_dir/sshd_config" 2>/dev/null; then
        mkdir -p "$sshd_dir/sshd_config.d" &&
            printf 'PasswordAuthentication no\nKbdInteractiveAuthentication no\n' >"$sshd_dir/sshd_config.d/00-dumont.conf"
    elif [ -w "$sshd_dir/sshd_config" ] && ! grep -q '^# dumont: keys only' "$sshd_dir/sshd_config"; then
        # The first word on a setting counts, so ours come first.
        { printf '# dumont: keys only\nPasswordAuthentication no\nChallengeResponseAuthentication no\n'
            cat "$sshd_dir/sshd_config"; } >"$sshd_dir/sshd_config.dumont-new" &&
            cat "$sshd_dir/sshd_config.dumont-new" >"$sshd_dir/sshd_config"
        rm -f "$sshd_dir/sshd_config.dumont-new"
    fi || say "password login may still be on: $sshd_dir cannot be written"
    if lives "$sshd_pid" sshd; then
        kill -HUP "$(cat "$sshd_pid")" || say "sshd did not take its new settings"
    fi
}

ensure_sshd() {
    waited=0
    until lives "$sshd_pid" sshd; do
        waited=$((waited + 1))
        if [ "$waited" -gt "${DUMONT_SSHD_WAIT:-20}" ]; then
            start_sshd
            return 0
        fi
        sleep 1
    done
}

start_sshd() {
    sshd=$(command -v sshd || echo /usr/sbin/sshd)
    [ -x "$sshd" ] || fail "there is no sshd on this box" "use an image with openssh-server"
    [ "$(id -u)" -ne 0 ] || mkdir -p /run/sshd
    if [ ! -s "$sshd_dir/ssh_host_ed25519_key" ]; then
        ssh-keygen -q -t ed25519 -N '' -f "$sshd_dir/ssh_host_ed25519_key" </dev/null || say "no host key could be made"
    fi
    "$sshd" -p "$sshd_port" -f "$sshd_dir/sshd_config" -o "PidFile=$sshd_pid" ||
        fail "sshd does not start on port $sshd_port" "look into the box's log"
    say "sshd is started on port $sshd_port"
}

check_settings
close_passwords
install_agent
start_agent
ensure_sshd
