/// A column of a register or a reference file, by the name that files and exceptions print.
public enum Item: String, CaseIterable, Sendable {
    // Registration and the enquiry service.
    case mpan
    case gspGroup = "gsp_group"
    case supplier
    case supplierEFD = "supplier_efd"
    case mpStatus = "mp_status"
    case rmpStatus = "rmp_status"
    case energisation
    case energisationEFD = "energisation_efd"
    case pc, ssc, mc, mtc, llfc
    case llfcEFD = "llfc_efd"
    case connectionType = "connection_type"
    case connectionEFD = "connection_efd"
    case segment
    case segmentEFD = "segment_efd"
    case dpi
    case dpiEFD = "dpi_efd"
    case direction, metered
    case dccFlag = "dcc_flag"
    case dccEFD = "dcc_efd"
    case postcode, created
    // Meters.
    case meterID = "meter_id"
    case meterType = "meter_type"
    case makeType = "make_type"
    case esmeID = "esme_id"
    case location, digits
    case installDate = "install_date"
    case removalDate = "removal_date"
    case mapID = "map_id"
    case mapEFD = "map_efd"
    case mem
    // Left over on a traditional meter: in-home display status and operator of smart systems.
    case ihd, smso
    // Links and histories.
    case kind, principal, subsidiary, from, to, item, value
    case statedBy = "stated_by"
    // Devices.
    case status
    case asAt = "as_at"
    case guid
    // Appointments: metering service and data service.
    case ms, ds
    // Exemptions and reference files.
    case scenario, until, code, mpid
    case homeGSP = "home_gsp"
    case distributor, indicator, description, type, related, role, register, rows
    // The optional file of unmetered supplies.
    case eac, demand
    // What the rules of whole files speak of.
    case file, header, trailer, group, fields
    case testFlag = "test_flag"
    case fileID = "file_id"
    case key, text
}
