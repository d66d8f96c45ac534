-- Lists instances from LuaJIT: once through the typed structs, once through JSON.
--
--     luajit list_instances.lua [LIBRARY [FOLDER-OF-HEADERS]]
--
-- The declarations are the installed headers themselves; all they need is their preprocessor lines taken away.
local ffi = require("ffi")

local library = arg[1] or "libconnect.so.0"
local include = arg[2] or "/usr/local/include"

local function declare(name, seen)
    if seen[name] then return end
    seen[name] = true
    local file = assert(io.open(include .. "/" .. name))
    local text = file:read("*a")
    file:close()
    for inner in text:gmatch("#include <(connect/[%w_]+%.h)>") do declare(inner, seen) end
    text = text:gsub("/%*.-%*/", "")                                    -- comments
    text = text:gsub("\n#ifdef __cplusplus.-\n#endif", "")              -- extern "C"
    text = text:gsub("\\\n", ""):gsub("\n%s*#[^\n]*", ""):gsub("^#[^\n]*", "")
    ffi.cdef((text:gsub("CONNECT_API ", "")))
end

declare("connect/connect.h", {})
local C = ffi.load(library)

local function check(status, errors)
    if status ~= 0 then
        local message = ffi.string(C.connect_error_message(errors[0]))
        C.connect_error_free(errors[0])
        error(message, 0)
    end
end

local function text(pointer)
    return pointer ~= nil and ffi.string(pointer) or "-"
end

local clients, errors = ffi.new("connect_client *[1]"), ffi.new("connect_error *[1]")
check(C.connect_client_new(nil, clients, errors), errors)
local client = ffi.gc(clients[0], C.connect_client_free)

print("typed:")
local request = ffi.new("connect_list_instances_request")
request.size = ffi.sizeof(request)
local pager = C.connect_list_instances_pages(client, request)
while true do
    local instance = C.connect_list_instances_next(pager)
    if instance == nil then break end
    print(text(instance.id) .. " " .. text(instance.instance_alias))
end
local failure = C.connect_pager_error(pager)
local message = failure ~= nil and text(C.connect_error_message(failure))
C.connect_pager_free(pager)
if message then error(message, 0) end

print("by name:")
local question, answer = "{}", ffi.new("char *[1]")
while true do
    check(C.connect_invoke(client, "ListInstances", question, answer, errors), errors)
    local page = ffi.string(answer[0])
    C.connect_free(answer[0])
    -- A program would bring a JSON library; these members are plain enough for a pattern.
    for item in page:gmatch('{("Id".-)}') do
        print(item:match('"Id":"([^"]*)"') .. " " .. (item:match('"InstanceAlias":"([^"]*)"') or "-"))
    end
    local token = page:match('"NextToken":"([^"]*)"')
    if not token then break end
    question = '{"NextToken":"' .. token .. '"}'
end
