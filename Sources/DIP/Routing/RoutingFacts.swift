/// Where the platform's roles, routes, masks and appointment rules come from: rows of a text, one a line.
///
/// The roles that send and receive an interface were read in a public reference of the interface catalogue. How a
/// recipient is found (named by the sender, appointed to the MPAN, or always) was found in no reachable text but for the
/// parts marked otherwise, so most of those rows are guesses and say so. A user's file of the same form replaces rows.
extension RoutingTable {
    /// Columns of `role`: code, name, group, confidence, source. Roles of one group replace each other at an MPAN.
    ///
    /// Columns of `route`: interface, event (`*`: the others), senders, primary, secondary, always, confidence of the
    /// roles, confidence of the split, source. Roles are parted by blanks. `ANY`: every role. `SUP+next+previous`: also
    /// who was and who will be appointed. `LDSO:distributor`: the party in the message's distributor field.
    ///
    /// Columns of `mask`: interface, event, field (`B068.consentGranularity`), roles that may not see it, confidence,
    /// source.
    ///
    /// Columns of `watch`: interface, event, act (`appoint`, `end`, `end-all`), group of roles, field of the DIP ID,
    /// field of the date, condition (`field=value`), confidence, source.
    public static let builtInText = """
        # kind,...
        role,SUP,Supplier,supplier,stated,DIP API documentation 2.1.0
        role,REGS,Registration service,registration,stated,DIP API documentation 2.1.0
        role,LDSO,Licensed distribution system operator,network,stated,DIP API documentation 2.1.0
        role,MSS,Metering service - smart,metering,stated,DIP API documentation 2.1.0
        role,MSA,Metering service - advanced,metering,stated,public reference of catalogue 5.8.8
        role,UMSO,Unmetered supplies operator,metering,stated,public reference of catalogue 5.8.8
        role,SDS,Data service - smart,data,stated,DIP API documentation 2.1.0
        role,ADS,Data service - advanced,data,stated,DIP API documentation 2.1.0
        role,UMSDS,Data service - unmetered,data,stated,public reference of catalogue 5.8.8
        role,MDS,Market-wide data service,central,stated,public reference of catalogue 5.8.8
        role,LSS,Load shaping service,central,stated,public reference of catalogue 5.8.8
        role,EES,Electricity enquiry service,central,stated,public reference of catalogue 5.8.8
        role,MDR,Meter data retriever,reader,stated,public reference of catalogue 5.8.8
        role,DCC,Smart data communications company,central,stated,public reference of catalogue 5.8.8
        role,ISD,Industry standing data publisher,central,inferred,named as the sender of IF-047 without a code
        role,ECS,Elexon central systems,central,inferred,named as the sender of reports without a role code
        role,DIP,The platform's own replay service,platform,inferred,named in IF-015 and IF-016 without a code
        role,DCP,Connection provider,provider,stated,onboarding guidance; not a business role

        route,IF-001,*,REGS,SUP,,MDS LDSO:distributor,stated,guessed,roles: catalogue 5.8.8; split: ours
        route,IF-002,*,REGS,SUP,,,stated,guessed,roles: catalogue 5.8.8; split: ours
        route,IF-003,*,REGS,,ADS SDS UMSDS MSA MSS UMSO SUP,LDSO:distributor MDS,stated,guessed,as IF-001
        route,IF-004,*,MSS SUP,,SUP MSS,,stated,guessed,as IF-001
        route,IF-005,*,MSS MSA,REGS,,,stated,guessed,as IF-001
        route,IF-006,*,REGS,,MSS MSA SDS ADS SUP MDR,LDSO:distributor EES,stated,guessed,as IF-001
        route,IF-007,*,MSS MSA UMSO,REGS,,,stated,guessed,as IF-001
        route,IF-007,EnergisationStatusFailure,MSS MSA UMSO,REGS,SUP,,stated,guessed,as IF-001
        route,IF-008,*,REGS,,MSS MSA UMSO SDS ADS UMSDS SUP MDR,LDSO:distributor MDS EES,stated,guessed,as IF-001
        route,IF-009,*,REGS,,SUP,LDSO:distributor MDS EES,stated,guessed,as IF-001
        route,IF-013,*,MDS,,SDS ADS UMSDS SUP,LDSO:distributor,stated,guessed,as IF-001
        route,IF-014,*,MDS,SDS ADS UMSDS,SUP,,stated,guessed,as IF-001
        route,IF-015,*,ADS,DIP,,,stated,guessed,to the platform itself
        route,IF-016,*,DIP,ADS,,,stated,guessed,from the platform itself
        route,IF-018,*,REGS,,SUP ADS SDS UMSDS MSA MSS UMSO,MDS EES LDSO:distributor,stated,guessed,as IF-001
        route,IF-019,*,SUP,REGS,,LDSO:distributor,stated,guessed,as IF-001
        route,IF-020,*,REGS LDSO,SUP,ADS SDS MSS MSA,LDSO:distributor EES,stated,guessed,as IF-001
        route,IF-021,*,SDS ADS UMSDS,,SUP,LSS MDS LDSO:distributor,stated,guessed,the official sample names a supplier as primary
        route,IF-022,*,LSS,,,SUP ADS SDS UMSDS,stated,guessed,no MPAN: to every party of the role; the file share is not modelled
        route,IF-023,*,LSS,,,SUP ADS SDS UMSDS,stated,guessed,no MPAN: to every party of the role; the file share is not modelled
        route,IF-024,*,SUP,,ADS SDS MDR,,stated,guessed,as IF-001
        route,IF-025,*,SUP,REGS,,,stated,guessed,as IF-001
        route,IF-026,*,REGS,,SUP ADS SDS UMSDS MSA MSS UMSO MDR,LSS LDSO:distributor EES,stated,guessed,as IF-001
        route,IF-027,*,SUP,ADS SDS,,,stated,guessed,as IF-001
        route,IF-028,*,ADS SDS UMSDS,SUP,,,stated,guessed,as IF-001
        route,IF-030,*,ANY,ANY,,,guessed,guessed,named without schema or roles
        route,IF-031,*,SUP,REGS,,,stated,guessed,as IF-001
        route,IF-032,*,REGS,SUP,,,stated,guessed,as IF-001
        route,IF-033,*,REGS,ADS SDS UMSDS MSA MSS UMSO,,,stated,guessed,as IF-001
        route,IF-034,*,ADS SDS UMSDS MSA MSS UMSO,REGS,,,stated,guessed,as IF-001
        route,IF-035,*,REGS,SUP ADS SDS UMSDS MSA MSS UMSO,,,stated,guessed,as IF-001
        route,IF-035,IMS-SendMTD,REGS,,MSA MSS UMSO,,stated,guessed,prompts the incumbent metering service
        route,IF-035,SDS-MDROutcome,REGS,SUP SDS MDR,,,inferred,guessed,as the event's name tells
        route,IF-036,*,REGS,,SUP ADS SDS UMSDS MSA MSS UMSO,LDSO:distributor MDS EES,stated,guessed,as IF-001
        route,IF-037,*,REGS,,SUP ADS SDS UMSDS MSA MSS UMSO,MDS LDSO:distributor EES,stated,guessed,as IF-001
        route,IF-038,*,MSA MSS UMSO ADS SDS UMSDS,REGS,,,stated,guessed,as IF-001
        route,IF-039,*,REGS,MSA MSS UMSO ADS SDS UMSDS,,,stated,guessed,as IF-001
        route,IF-040,*,MDS,,SUP SDS ADS UMSDS,LDSO:distributor EES,stated,guessed,as IF-001
        route,IF-041,*,MSS MSA SDS ADS SUP,,ADS SDS SUP,LDSO:distributor,inferred,guessed,data services name each other as primary on a change
        route,IF-041,ReadingCOS,MSS MSA SDS ADS SUP,,SUP+next+previous ADS SDS,LDSO:distributor,inferred,stated,public reference of catalogue 5.8.8: both suppliers on a change
        route,IF-041,SupplierAgreedCOS,MSS MSA SDS ADS SUP,,SUP+next+previous ADS SDS,LDSO:distributor,inferred,inferred,as ReadingCOS
        route,IF-042,*,ANY,ANY,,,guessed,guessed,named without schema or roles
        route,IF-043,*,REGS,,,DCC,stated,guessed,as IF-001
        route,IF-044,*,REGS,,SUP,MDS LDSO:distributor EES,stated,guessed,as IF-001
        route,IF-045,*,REGS,,SUP ADS SDS MSA MSS,,stated,guessed,as IF-001
        route,IF-047,*,ISD,,,ANY,stated,guessed,the public file share is not modelled
        route,IF-050,*,REGS,,,EES,stated,guessed,as IF-001
        route,IF-051,*,REGS,,,EES,guessed,guessed,the interface's name says enquiry service refresh
        route,IF-061,*,SDS,MDR,,,stated,guessed,as IF-001
        route,IF-062,*,MDR,SDS,,,stated,guessed,as IF-001
        route,IF-063,*,SDS,MDR,,,stated,guessed,as IF-001
        route,IF-064,*,MDR,SDS,,,stated,guessed,as IF-001
        route,IF-065,*,MDR SDS,SDS MDR,,,stated,guessed,as IF-001
        route,REP-002,*,ECS,LDSO,,,inferred,guessed,recipient read from the report's title
        route,REP-002A,*,ECS,ANY,,,guessed,guessed,no recipient found
        route,REP-002B,*,ECS,ANY,,,guessed,guessed,no recipient found
        route,REP-003,*,ECS,ANY,,,inferred,guessed,recipient read from the report's title
        route,REP-003A,*,ECS,ANY,,,inferred,guessed,recipient read from the report's title
        route,REP-004,*,ECS,ANY,,,guessed,guessed,no recipient found
        route,REP-006,*,ECS,ANY,,,inferred,guessed,recipient read from the report's title
        route,REP-007,*,ECS,SUP,,,inferred,guessed,recipient read from the report's title
        route,REP-008,*,ECS,LDSO,,,inferred,guessed,recipient read from the report's title
        route,REP-009,*,ECS,SUP,,,inferred,guessed,recipient read from the report's title
        route,REP-900,*,ECS,ANY,,,guessed,guessed,no recipient found
        route,REP-901,*,ECS,ANY,,,guessed,guessed,no recipient found

        # That these fields can carry x is stated; for whom is not.
        mask,IF-026,ConsentGranularity,B068.consentGranularity,LDSO MSA MSS UMSO LSS EES,guessed,x is in the enumeration
        mask,IF-036,DSAppActive,B068.consentGranularity,LDSO MSA MSS UMSO MDS EES,guessed,x is in the enumeration
        mask,IF-036,DSAppActive,B015.traditionalFallBackReadFrequency,LDSO MDS EES,guessed,x is in the enumeration
        mask,IF-035,IMS-SendMTD,B007.responseCode,MSA MSS UMSO,guessed,the event shows a marker of the appointment's outcome
        mask,IF-035,IMS-SendMTD,B071.supplierProposedConsentGranularity,MSA MSS UMSO,guessed,x is in the enumeration
        mask,IF-035,IMS-SendMTD,B071.traditionalFallBackReadFrequency,MSA MSS UMSO,guessed,x is in the enumeration

        watch,IF-001,*,appoint,supplier,B002.incomingSupplierDIPID,B002.supplierEffectiveFromDate,,inferred,the message's meaning
        watch,IF-003,*,appoint,supplier,B002.incomingSupplierDIPID,B002.supplierEffectiveFromDate,,inferred,the message's meaning
        watch,IF-003,MSDeAppRM,end,metering,B008.deAppointedMeteringServiceDIPID,B008.meteringServiceEffectiveToDate,,inferred,the message's meaning
        watch,IF-003,DSDeAppRM,end,data,B009.deAppointedDataServiceDIPID,B009.dataServiceEffectiveToDate,,inferred,the message's meaning
        watch,IF-009,MPANDisconnection,end-all,,,B041.disconnectionEffectiveFromDate,,inferred,the message's meaning
        watch,IF-009,CSSDeRegistration,end-all,,,B042.CSSMPANDeRegistrationDate,,guessed,whether the services end too is not established
        watch,IF-035,SDS-MDROutcome,appoint,reader,B092.assignedMDRDIPID,B092.assignedMDREffectiveFromDate,B099.responseCode=A,inferred,the message's meaning
        watch,IF-035,DCC-MDROutcome,appoint,reader,B066.assignedMDRDIPID,B066.assignedMDREffectiveFromDate,B066.responseCode=A,inferred,the message's meaning
        watch,IF-036,MSAppActive,appoint,metering,B014.incomingMeteringServiceDIPID,B014.incomingMeteringServiceEffectiveFromDate,,inferred,the message's meaning
        watch,IF-036,DSAppActive,appoint,data,B015.incomingDataServiceDIPID,B015.incomingDataServiceEffectiveFromDate,,inferred,the message's meaning
        watch,IF-036,DSAppActive,appoint,reader,B019.assignedMDRDIPID,B019.assignedMDREffectiveFromDate,,inferred,the message's meaning
        watch,IF-037,MSDeApp,end,metering,B008.deAppointedMeteringServiceDIPID,B008.meteringServiceEffectiveToDate,,inferred,the message's meaning
        watch,IF-037,DSDeApp,end,data,B009.deAppointedDataServiceDIPID,B009.dataServiceEffectiveToDate,,inferred,the message's meaning
        """
}
