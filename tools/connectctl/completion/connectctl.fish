# fish completion for connectctl.  The program itself lists what may follow.

function __connectctl_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    $words[1] __complete $words[2..-1] "$current" 2>/dev/null
end

complete -c connectctl -f -a '(__connectctl_complete)'
