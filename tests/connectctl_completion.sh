#!/bin/sh
# What may follow on a command line, from the operation tables and from the service, and in the shells that are here.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"
# shellcheck source=tests/support/ctl.sh
. "$top_srcdir/tests/support/ctl.sh"
# shellcheck source=tests/support/local.sh
. "$top_srcdir/tests/support/local.sh"

XDG_CACHE_HOME=$tmp/cache AWS_EC2_METADATA_DISABLED=true
export XDG_CACHE_HOME AWS_EC2_METADATA_DISABLED

# completes WORD...: the candidates in $tmp/out, the last word being incomplete.
completes() {
    ctl __complete "$@"
    expect 0
    [ ! -s "$tmp/err" ] || bad "$said: speaks on stderr: $(cat "$tmp/err")"
}
offers() { cut -f 1 "$tmp/out" | grep -qxF -e "$1" || bad "$said: \"$1\" is not offered: $(cat "$tmp/out")"; }
lacks() { if cut -f 1 "$tmp/out" | grep -qxF -e "$1"; then bad "$said: \"$1\" is offered"; fi; }

# --- commands and options

completes ''; offers list-instances; offers wait; offers configure; offers zapi
completes list-inst; offers list-instances; lacks wait; lacks describe-instance
grep -q '^list-instances	Lists ' "$tmp/out" || bad "$said: no meaning: $(cat "$tmp/out")"
completes connect describe-inst; offers describe-instance
completes wait ''; offers instance-active; offers instance-deleted
offers instance-replicated; offers traffic-distribution-group-active; offers traffic-distribution-group-deleted
completes configure ''; offers list; offers explain
completes zapi ''; offers list-instances
completes help describe-inst; offers describe-instance
completes create-instance --; offers --instance-alias; offers --inbound-calls-enabled; offers --no-inbound-calls-enabled
offers --cli-input-json; offers --region; lacks --timeout; lacks --max-items
completes list-instances --max; offers --max-items; offers --max-results; lacks --region
completes --region us-east-1 wait instance-active --t; offers --timeout
lacks --replica-region
completes wait instance-replicated --; offers --instance-id; offers --replica-region; offers --timeout
completes wait traffic-distribution-group-active --; offers --traffic-distribution-group-id; lacks --instance-id
completes --out; offers --output

# --- values

completes create-instance --identity-management-type ''; offers SAML; offers CONNECT_MANAGED
completes create-instance --identity-management-type=S; offers --identity-management-type=SAML
completes list-instances --output ya; offers yaml; offers yaml-stream; lacks json
completes list-instances --output=ya; offers --output=yaml
completes list-instances --generate-cli-skeleton ''; offers yaml-input
completes create-instance --instance-alias ''; [ ! -s "$tmp/out" ] || bad "$said: offers $(cat "$tmp/out")"
completes list-instances --no-such-option ''
completes

# --- instances, of the service and of the cache

completes describe-instance --instance-id ''; [ ! -s "$tmp/out" ] || bad "$said: offers instances of no service"
start_local --seed-instances 12
ctl list-instances --query 'InstanceSummaryList[?InstanceAlias=='"'seed-0007'"'].Id | [0]'
id=$(tr -d '"' <"$tmp/out")
completes describe-instance --instance-id ''; [ "$(wc -l <"$tmp/out")" = 12 ] || bad "$said: $(cat "$tmp/out")"
offers "$id"
completes describe-instance --instance-id seed-0007; offers "$id"; [ "$(wc -l <"$tmp/out")" = 1 ] || bad "$said"
completes describe-instance --instance-id "$(echo "$id" | cut -c 1-8)"; offers "$id"
cache=$(echo "$tmp"/cache/connectctl/instances-*.json)
[ -f "$cache" ] || bad "nothing is cached"
# shellcheck disable=SC2010,SC2012 # one file, of a known name
ls -l "$cache" | grep -q '^-rw-------' || bad "other users can read the cache: $(ls -l "$cache")"
stop_local
completes describe-instance --instance-id seed-0007; offers "$id"
touch -d '2 minutes ago' "$cache" 2>/dev/null || touch -t 200001010000 "$cache"
completes describe-instance --instance-id seed-0007; [ ! -s "$tmp/out" ] || bad "$said: an old cache is used"
echo '[' >"$cache"
completes describe-instance --instance-id ''; [ ! -s "$tmp/out" ] || bad "$said: a broken cache is used"

# --- the shells

scripts=$top_srcdir/tools/connectctl/completion
PATH=$tmp/bin:$PATH
mkdir "$tmp/bin"
ln -s "$connectctl" "$tmp/bin/connectctl"
if have bash; then
    cat >"$tmp/test.bash" <<'END'
. "$1/connectctl"
try() {
    COMP_LINE=$1 COMP_POINT=${#1}; shift
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    _connectctl
    echo "$COMP_LINE: ${COMPREPLY[*]}"
}
try 'connectctl wait i' connectctl wait i
try 'connectctl list-instances --output=yaml-' connectctl list-instances --output = yaml-
try 'connectctl list-instances --output ' connectctl list-instances --output ''
END
    bash "$tmp/test.bash" "$scripts" >"$tmp/out" 2>&1 || bad "bash: $(cat "$tmp/out")"
    said='completion in bash'
    expect_out 'connectctl wait i: instance-active instance-deleted instance-replicated'
    expect_out 'connectctl list-instances --output=yaml-: yaml-stream'
    expect_out 'connectctl list-instances --output : json yaml yaml-stream text table off'
fi
if have zsh; then
    cat >"$tmp/test.zsh" <<'END'
compadd() { while (( $# )); do case $1 in -a) print -l -- ${(P)2} ;; esac; shift; done }
_files() { print files }
script=$1
words=(connectctl wait i) CURRENT=3
source $script/_connectctl
END
    zsh -f "$tmp/test.zsh" "$scripts" >"$tmp/out" 2>&1 || bad "zsh: $(cat "$tmp/out")"
    said='completion in zsh'
    expect_out instance-active
fi
if have fish; then
    HOME=$tmp fish --no-config -c "source $scripts/connectctl.fish; complete -C 'connectctl wait i'" >"$tmp/out" 2>&1 ||
        bad "fish: $(cat "$tmp/out")"
    said='completion in fish'
    expect_out instance-active
fi

finish
