/**
 * Speaking to a remote by rclone: `cloud`, and what it says as one line with a remedy. What rclone waits and how often it tries
 * is its own to say by its variables (`RCLONE_TIMEOUT`, …), in `env` of `off-site` too; what is set here is for where none does.
 */
export const cloudPart = `
waits=300s tries=2 again=4
# Only a look: what hangs is told in seconds.
briefly() { waits=20s tries=1 again=1; }
at_length() { waits=300s tries=2 again=4; }
cloud() {
	</dev/null TZ=UTC RCLONE_CONTIMEOUT=\${RCLONE_CONTIMEOUT:-10s} RCLONE_TIMEOUT=\${RCLONE_TIMEOUT:-$waits} \\
		RCLONE_RETRIES=\${RCLONE_RETRIES:-$tries} RCLONE_LOW_LEVEL_RETRIES=\${RCLONE_LOW_LEVEL_RETRIES:-$again} \\
		rclone --log-level ERROR "$@"
}
# An object of the remote; one that ends so is the root of something, and has no other below it.
in_remote() { case $remote in *[:/]) printf '%s%s' "$remote" "$1" ;; *) printf '%s/%s' "$remote" "$1" ;; esac; }
# The last thing that rclone said, in one line, without its times, levels and attempts.
cloud_line() {
	awk '/^[0-9]+\\/[0-9]+\\/[0-9]+ [0-9:.]+ / { sub(/^[^ ]+ [^ ]+ +/, ""); said = "" }
		{ said = said " " $0 }
		END {
			gsub(/[ \\t]+/, " ", said); sub(/^ /, "", said); sub(/ $/, "", said)
			sub(/^[A-Z]+ *: /, "", said); sub(/^Attempt [0-9\\/]+ failed with [0-9]+ errors and: /, "", said)
			sub(/^Failed to create file system for "[^"]*": /, "", said)
			sub(/^Failed to [a-z]+( with [0-9]+ errors)?: /, "", said); sub(/^last error was: /, "", said)
			sub(/^(error in ListJSON|read metadata failed): /, "", said); sub(/^[A-Z][a-z]+ "[^"]*": /, "", said)
			print (said == "" ? "rclone does not say why" : substr(said, 1, 120))
		}'
}
# What may help, by what rclone said.
cloud_fix() {
	case $1 in
	*x509* | *certificate*) echo "look at its certificate and at this host's clock" ;;
	*nauthorized* | *orbidden* | *ccess?enied* | *ccessDenied* | *ignatureDoesNotMatch* | *nvalidAccessKeyId* | *uthenticat* | *ermission?denied*)
		echo 'check its account and secret in env of off-site' ;;
	*o?space?left* | *emaining?disk?space* | *' 507 '* | *nsufficient?[Ss]torage* | *uota*) echo 'make room there' ;;
	*'find section in config'*) echo 'set it up in env of off-site, or by rclone config on this host' ;;
	*efused* | *o?such?host* | *imeout* | *imed?out* | *eadline?exceeded* | *nreachable* | *o?route* | *reset?by?peer* | *EOF*)
		echo 'look whether it runs and this host reaches it' ;;
	*corrupted?on?transfer* | *'not what was sent'* | *'were sent'*)
		echo 'it does not keep what it is given: look at its server, and at what stands before that' ;;
	*) printf 'try it on this host: rclone lsf %s\\n' "$remote" ;;
	esac
}
`;
